import { found } from '../../base/refusal.ts';
import { holders, peopleMeant, personById } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer, Typed } from '../../web/route.ts';
import { mayServe } from '../policy.ts';
import { linesOf } from '../redemption.ts';
import type { RedemptionLine } from '../redemption.ts';
import { openDeliveries, PROOFS, readableDelivery, roundOf } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import { failureForm, helperForm, proofForm } from './forms.ts';

/** A delivery with its goods and where its household lives. */
interface Stop extends Delivery {
  readonly lines: readonly RedemptionLine[];
  readonly gridName: string | null;
  readonly householdName: string | null;
}

async function stopsOf(deliveries: readonly Delivery[]): Promise<Stop[]> {
  const [first] = deliveries;
  if (!first) return [];
  const lines = await linesOf(deliveries.map(({ redemptionId }) => redemptionId));
  const homes = await holders(first.communityId, {
    person: deliveries.map(({ personId }) => personId),
  });
  return deliveries.map((one) => {
    const home = homes.find(({ id }) => id === one.personId);
    const { gridName = null, householdName = null } = home ?? {};
    return { ...one, lines: lines.get(one.redemptionId) ?? [], gridName, householdName };
  });
}

/** What the shop has to bring, and to whom it is given. */
export const deliveriesPage = async (actor: Actor): Promise<Answer> =>
  page(
    'market/deliveries/index',
    { items: await stopsOf(await openDeliveries(actor.communityId)) },
    { title: 'deliveries.title.index' },
  );

/** A helper's list, to take along; a shopkeeper prints it for one who has no phone. */
export async function roundPage(actor: Actor, helperId = actor.personId): Promise<Answer> {
  const helper = await personById(helperId);
  const isOwn = helperId === actor.personId;
  const shown = found(
    helper && (isOwn || mayServe(actor, helper.communityId)) ? helper : null,
    'person',
  );
  const items = await stopsOf(await roundOf(helperId));
  return page(
    'market/deliveries/round',
    { items },
    { title: 'deliveries.title.round', only: { helper: shown.name, isOwn } },
  );
}

export type DeliveryForm = 'helper' | 'proof' | 'failure';

const FORMS = { helper: helperForm, proof: proofForm, failure: failureForm } as const;

export async function deliveryPage(
  actor: Actor,
  id: number,
  which: DeliveryForm = 'proof',
  typed: Typed = {},
): Promise<Answer> {
  const delivery = await readableDelivery(actor, id);
  const [stop] = await stopsOf([delivery]);
  const q = which === 'helper' && typeof typed.q === 'string' ? typed.q.trim() : '';
  const serves = mayServe(actor, delivery.communityId);
  const meant = serves && q !== '' ? await peopleMeant(delivery.communityId, q) : [];
  const isHelper = delivery.helperId === actor.personId;
  const isOpen = ['asked', 'assigned', 'stated'].includes(delivery.state);
  return page(
    'market/deliveries/show',
    { delivery: stop },
    {
      title: 'deliveries.title.show',
      form: FORMS[which],
      only: {
        which,
        serves,
        isHelper,
        meant: meant.length > 1 ? meant : [],
        proofs: PROOFS,
        mayAssign: serves && ['asked', 'assigned'].includes(delivery.state),
        mayConfirm: isHelper && delivery.state === 'assigned',
        mayConfirmStatement: serves && !isHelper && delivery.state === 'stated',
        mayFail: isOpen && (serves || isHelper),
      },
    },
  );
}
