import { previousQuarter, quarterOfDay, today } from '../../base/period.ts';
import { found, permit } from '../../base/refusal.ts';
import { findResidents } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { departmentsOf, membersOf } from '../members/queries.ts';
import { mayAssess, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { castingForm, cycleForm, residentSearchForm, slipsForm } from './forms.ts';
import {
  cycleOf,
  cyclesOf,
  groupsOf,
  papersOf,
  ratedOf,
  remarksOf,
  setsOf,
  votersOf,
  cyclesRating,
} from './queries.ts';
import type { Cycle } from './queries.ts';
import { resultOf } from './results.ts';
import { fingerprintOf } from './signing.ts';
import { GROUP_KINDS } from './tally.ts';

/** What a cycle tells of itself; where its keys are is nobody's business. */
const told = ({ secretName: _, ...cycle }: Cycle): Omit<Cycle, 'secretName'> => cycle;

/** A cycle that the actor may read. Refuses `read-score`, `no-cycle`. */
async function readable(actor: Actor, cycleId: number): Promise<Cycle> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-score');
  return cycleOf(streetId, cycleId);
}

/** The evaluations of the office, for those who see all; one's own papers for everybody. */
export async function cyclesPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const seesAll = mayReadScores(actor, streetId);
  const items = seesAll ? (await cyclesOf(streetId)).map(told) : [];
  const papers = await papersOf(actor.personId);
  const only = { seesAll, papers, mayOpen: mayAssess(actor, streetId) };
  return page('staff/evaluation/cycles/index', { items, next: null }, { only });
}

const USUAL_WEIGHTS = { leaders: 40, colleagues: 40, representatives: 20 };

/** The form for a new cycle; its view knows what an office usually asks. */
export async function newCyclePage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayAssess(actor, streetId), 'evaluate');
  const departments = await departmentsOf(streetId);
  const all = departments.map(({ id }) => String(id));
  const quarter = quarterOfDay(today());
  const values = {
    ...USUAL_WEIGHTS,
    ...{ quarter, takesRemarks: 'on', ratedIn: all, votingIn: all },
  };
  const only = { departments, quarters: [quarter, previousQuarter(quarter)] };
  return page('staff/evaluation/cycles/new', {}, { form: cycleForm, values, only });
}

/** A cycle with its phase, its groups and its turnout. */
export async function cyclePage(actor: Actor, cycleId: number): Promise<Answer> {
  const cycle = await readable(actor, cycleId);
  const sets = (await setsOf(cycleId)).map(({ publicKey, ...set }) => ({
    ...set,
    rated: set.rated.length,
    fingerprint: fingerprintOf(publicKey),
  }));
  const groups = await groupsOf(cycleId);
  const ratedCount = (await ratedOf(cycleId)).length;
  const only = {
    ratedCount,
    mayRun: mayAssess(actor, cycle.streetId),
    isSmall: sets.some(({ papers }) => papers < cycle.ballotsMin),
  };
  const form = cycle.phase === 'issuing' ? castingForm : slipsForm;
  return page('staff/evaluation/cycles/show', { cycle: told(cycle), groups, sets }, { form, only });
}

/** Who may vote: in a draft to be changed, later with who has a paper. */
export async function votersPage(actor: Actor, cycleId: number, q?: string): Promise<Answer> {
  const cycle = await readable(actor, cycleId);
  const voters = await votersOf(cycleId);
  const isDraft = cycle.phase === 'draft';
  const listed = new Set(voters.map(({ personId }) => personId));
  const members = isDraft ? await membersOf(cycle.streetId) : [];
  const only = {
    mayRun: mayAssess(actor, cycle.streetId),
    kinds: GROUP_KINDS,
    q: q ?? null,
    residents: q === undefined ? [] : await findResidents(q),
    others: members.filter(({ personId }) => !listed.has(personId)),
    listed,
  };
  const data = { cycle: told(cycle), voters };
  return page('staff/evaluation/voters/index', data, {
    form: residentSearchForm,
    ...(q === undefined ? {} : { values: { q } }),
    only,
  });
}

/** Who is rated, to be changed while the cycle is a draft. */
export async function ratedPage(actor: Actor, cycleId: number): Promise<Answer> {
  const cycle = await readable(actor, cycleId);
  const rated = await ratedOf(cycleId);
  const listed = new Set(rated.map(({ personId }) => personId));
  const members = cycle.phase === 'draft' ? await membersOf(cycle.streetId) : [];
  const only = {
    mayRun: mayAssess(actor, cycle.streetId),
    others: members.filter(({ personId }) => !listed.has(personId)),
  };
  return page('staff/evaluation/rated/index', { cycle: told(cycle), rated }, { only });
}

/** Printed codes, this once. */
export async function slipsPage(
  actor: Actor,
  cycleId: number,
  setId: number,
  codes: readonly string[],
  origin: string,
): Promise<Answer> {
  const cycle = await readable(actor, cycleId);
  const set = found(
    (await setsOf(cycleId)).find(({ id }) => id === setId),
    'cycle',
  );
  const { kind, number, of } = set;
  const data = { cycle: told(cycle), set: { kind, number, of }, codes };
  const only = { address: `${origin}/ballots/${cycleId}` };
  return page('staff/evaluation/slips/show', data, { status: 201, only });
}

/** What a closed cycle says of everybody. Refuses `no-result`. */
export async function resultsPage(actor: Actor, cycleId: number): Promise<Answer> {
  const cycle = await readable(actor, cycleId);
  const { figures, questions } = await resultOf(found(closed(cycle), 'result').id);
  const people = new Map((await ratedOf(cycleId)).map((one) => [one.personId, one]));
  const items = [...people.values()].map((person) => ({
    ...person,
    figure: figures.find(({ personId }) => personId === person.personId) ?? null,
  }));
  const sets = (await setsOf(cycleId)).map(({ publicKey: _, rated: __, ...set }) => set);
  const ballots = sets.reduce((sum, set) => sum + set.ballots, 0);
  const remarks = ballots < cycle.ballotsMin ? [] : await remarksOf(cycleId);
  return page('staff/evaluation/results/index', {
    ...{ cycle: told(cycle), items, questions, sets, remarks },
  });
}

const closed = (cycle: Cycle): Cycle | null => (cycle.phase === 'closed' ? cycle : null);

/** What the last evaluations said of oneself. */
export async function ownResultsPage(actor: Actor): Promise<Answer> {
  const results = [];
  for (const { id } of (await cyclesRating(actor.personId)).slice(0, RESULTS_SHOWN)) {
    const { figures, ...cycle } = await resultOf(id);
    const figure = figures.find(({ personId }) => personId === actor.personId) ?? null;
    results.push({ ...cycle, figure });
  }
  return page('staff/evaluation/results/own', { items: results, next: null });
}

const RESULTS_SHOWN = 8;
