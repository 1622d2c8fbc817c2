import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { expiringGoods } from '../batches/queries.ts';
import { mayKeepGoods } from '../policy.ts';
import { goodNames } from '../stock-ins/queries.ts';
import { WHYS, writeOffForm } from './forms.ts';
import { writeOffsOf } from './queries.ts';

/** What expires, what somebody wants written off, and the form to ask for it. */
export async function writeOffsPage(actor: Actor): Promise<Answer> {
  const { communityId, personId } = actor;
  const items = await writeOffsOf(actor);
  const keeps = mayKeepGoods(actor, communityId);
  const only = {
    ...{ keeps, personId, whys: WHYS },
    goods: keeps ? await goodNames(communityId) : [],
  };
  const expiring = await expiringGoods(communityId);
  const extras = { only, form: writeOffForm, title: 'stock.title.writeOffs' };
  return page('market/write-offs/index', { expiring, items, next: null }, extras);
}
