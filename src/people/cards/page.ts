import { permit } from '../../base/refusal.ts';
import { qrOf } from '../../base/qr.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import type { Actor } from '../actor.ts';
import { residentialCommunity } from '../communities.ts';
import { mayManagePeople, mayReportCard } from '../policy.ts';
import { gridsOf, visiblePerson } from '../queries.ts';
import { PRINT_MAX } from './forms.ts';
import type { PrintQuery } from './forms.ts';
import { cardCode, groupedNumber } from './number.ts';
import { cardsOf, holders } from './queries.ts';

/** Who has a card and who has none, to give and to print them. */
export async function cardsPage(
  actor: Actor,
  communityId: number,
  grid: number | undefined,
): Promise<Answer> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  await residentialCommunity(communityId);
  const grids = await gridsOf(communityId);
  const chosen = grid ?? grids[0]?.id;
  const items = await holders(communityId, { grid: chosen });
  const shown = items.map(({ number, ...one }) => ({
    ...one,
    number: number && groupedNumber(number),
  }));
  return page(
    'people/cards/index',
    { items: shown },
    {
      title: 'cards.title.index',
      only: { grids, grid: chosen, missing: items.filter(({ number }) => !number).length },
    },
  );
}

const CARDS_ON_A_SHEET = 10;

/** Ten cards to a sheet of A4; who has none is left out. */
export async function printPage(
  actor: Actor,
  communityId: number,
  { grid, person, backs = false }: PrintQuery,
): Promise<Answer> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  const community = await residentialCommunity(communityId);
  const nobody = grid === undefined ? [] : undefined;
  const wanted = await holders(communityId, { grid, person: person ?? nobody });
  const having = wanted.flatMap(({ number, ...one }) =>
    number === null ? [] : { ...one, number: groupedNumber(number), qr: qrOf(cardCode(number)) },
  );
  const printed = having.slice(0, PRINT_MAX);
  const sheets = Array.from({ length: Math.ceil(printed.length / CARDS_ON_A_SHEET) }, (_, n) =>
    printed.slice(n * CARDS_ON_A_SHEET, (n + 1) * CARDS_ON_A_SHEET),
  );
  const only = { sheets, backs, place: community.name, without: wanted.length - having.length };
  return page(
    'people/cards/print',
    { count: printed.length },
    {
      title: 'cards.title.print',
      only: { ...only, left: having.length - printed.length, grid, chosen: person ?? [] },
    },
  );
}

/** The card of one person, and the ones of before. */
export async function cardPage(actor: Actor, personId: number): Promise<Answer> {
  const { id, name, communityId, cardNumber, erasedAt } = await visiblePerson(actor, personId);
  const cards = (await cardsOf(id)).map((one) => ({ ...one, number: groupedNumber(one.number) }));
  const mayManage = mayManagePeople(actor, communityId) && erasedAt === null;
  const may = { manage: mayManage, report: mayReportCard(actor, { id, communityId }) };
  const qr = mayManage && cardNumber !== null ? qrOf(cardCode(cardNumber)) : null;
  return page(
    'people/cards/show',
    { person: { id, name }, cards },
    {
      title: 'cards.title.show',
      only: { may, qr },
    },
  );
}
