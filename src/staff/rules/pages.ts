import { addDays, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import {
  mayAdoptDraft,
  mayChangeDraft,
  mayDraftRules,
  mayDropDraft,
  mayReadDrafts,
  mayReadRules,
} from '../policy.ts';
import { streetOf } from '../street.ts';
import { digestOf } from './adoption.ts';
import { compareSets } from './comparison.ts';
import { draftFor, setInForce } from './drafts.ts';
import { adoptionForm } from './forms.ts';
import { setOn, setsOf, wholeSet } from './queries.ts';
import type { SetFacts, WholeSet } from './queries.ts';

/** Whether a set is in force, will be or was; and until when, where another one follows. */
type Standing = 'draft' | 'dropped' | 'to-come' | 'in-force' | 'past';

interface Shown<S extends SetFacts> {
  readonly set: S;
  readonly standing: Standing;
  readonly until: Day | null;
}

function shown<S extends SetFacts>(set: S, adopted: readonly SetFacts[]): Shown<S> {
  if (set.state !== 'adopted') return { set, standing: set.state, until: null };
  const next = adopted[adopted.findIndex(({ id }) => id === set.id) + 1];
  const until = next ? addDays(next.effectiveFrom, -1) : null;
  if (set.effectiveFrom > today()) return { set, standing: 'to-come', until };
  const isInForce = setOn(adopted, today())?.id === set.id;
  return { set, standing: isInForce ? 'in-force' : 'past', until };
}

/** The sets of an office, the last to begin first, and its drafts for those who see them. */
export async function listPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadRules(actor, streetId), 'read-rules');
  const adopted = await setsOf(streetId, 'adopted');
  const seesDrafts = mayReadDrafts(actor, streetId);
  const items = adopted.map((set) => shown(set, adopted)).reverse();
  const drafts = seesDrafts ? await setsOf(streetId, 'draft') : [];
  const dropped = seesDrafts ? await setsOf(streetId, 'dropped') : [];
  const only = { mayDraft: mayDraftRules(actor, streetId) };
  return page('staff/rules/index', { items, drafts, dropped, next: null }, { only });
}

/** A set as this person may see it. Refuses `no-rule-set` to those who may not. */
async function readableSet(actor: Actor, id: number): Promise<WholeSet> {
  const set = await wholeSet(id);
  const mayRead = set.state === 'adopted' ? mayReadRules : mayReadDrafts;
  return found(mayRead(actor, set.streetId) ? set : null, 'rule-set');
}

/** One set, with what this person may do with it. */
export async function setPage(actor: Actor, id: number): Promise<Answer> {
  const set = await readableSet(actor, id);
  const isDraft = set.state === 'draft';
  const only = {
    office: actor.community.id === set.streetId ? actor.community.name : '',
    digest: digestOf(set),
    seesDrafts: mayReadDrafts(actor, set.streetId),
    mayChange: isDraft && mayChangeDraft(actor, set),
    mayDrop: isDraft && mayDropDraft(actor, set),
    mayAdopt: isDraft && mayAdoptDraft(actor, set),
  };
  const values = { effectiveFrom: set.effectiveFrom };
  const data = { ...shown(set, await setsOf(set.streetId, 'adopted')) };
  return page('staff/rules/show', data, { form: adoptionForm, values, only });
}

/** A draft against the set in force. */
export async function comparisonPage(actor: Actor, id: number): Promise<Answer> {
  const set = await draftFor(actor, id);
  const current = await setInForce(set.streetId);
  const comparison = compareSets(current, set);
  return page('staff/rules/comparison', { set, current, comparison });
}
