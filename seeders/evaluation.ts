import { setClock } from '../src/base/clock.ts';
import type { Instant } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at, previousQuarter, quarterDays, quarterOfDay } from '../src/base/period.ts';
import type { Day, Quarter } from '../src/base/period.ts';
import { blindedToken, paperText, unblinded } from '../src/client/blinding.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  addVoter,
  beginCasting,
  beginIssuing,
  castBallot,
  closeCycle,
  departmentsOf,
  draftCycle,
  evaluationSets,
  papersOf,
  printSlips,
  removeVoter,
  takePaper,
  tickSlip,
  votersOf,
} from '../src/staff/index.ts';
import type { Chance } from './chance.ts';
import { EVALUATION } from './staff-figures.ts';
import type { StreetCast } from './street.ts';

/** Who votes besides the staff: residents of a community, the first of whom signs in. */
type Representatives = readonly Actor[];

/** How many of each set take a paper in a cycle that is over, and in one that goes on. */
const VOTE_PER_SET = 9;
const TAKE_PER_SET = 6;
const BY_SIGNATURE = 2;
const LEADERS = 7;

const asked = (actor: Actor): Command => ({ personId: actor.personId, key: newKey() });

/** Last quarter's evaluation with its results, and one of this quarter in which papers are issued. */
export async function playEvaluations(
  cast: StreetCast,
  representatives: Representatives,
  chance: Chance,
  end: Instant,
  today: Day,
): Promise<void> {
  const assessor = (await findActor(cast.named.get('assessor') ?? 0)) as Actor;
  const quarter = quarterOfDay(today);
  const last = previousQuarter(quarter);
  setClock(at(addDays(quarterDays(last).to, -1), '15:00'));
  const over = await issue(cast, assessor, representatives, last);
  const papers = await handOut(assessor, over, VOTE_PER_SET, BY_SIGNATURE);
  await beginCasting(assessor, over, false, asked(assessor));
  for (const { paper, answers } of papers) {
    const remark = chance.happens(0.2) ? chance.pick(EVALUATION.remarks) : '';
    await castBallot(over, { ...marksOf(answers, chance), paper, remark });
  }
  await closeCycle(assessor, over, asked(assessor));
  setClock(end);
  const open = await issue(cast, assessor, representatives, quarter);
  await handOut(assessor, open, TAKE_PER_SET, 0, cast.named);
}

/** A cycle of the whole office, its leading members apart from their colleagues. */
async function issue(
  { streetId, memberIds }: StreetCast,
  assessor: Actor,
  representatives: Representatives,
  quarter: Quarter,
): Promise<number> {
  const departments = (await departmentsOf(streetId)).map(({ id }) => id);
  const { weights, questions } = EVALUATION;
  const plan = {
    title: `${quarter.slice(0, 4)}年第${quarter.slice(6)}季度民主测评`,
    quarter,
    questions: questions.join('\n'),
    takesRemarks: true,
    ...weights,
    ratedIn: departments,
    votingIn: departments,
  };
  const { id } = await draftCycle(assessor, plan, asked(assessor));
  for (const personId of memberIds.slice(-LEADERS)) {
    await removeVoter(assessor, id, personId, asked(assessor));
    await addVoter(assessor, id, { personId, group: 'leaders' }, asked(assessor));
  }
  for (const { personId } of representatives) {
    await addVoter(assessor, id, { personId, group: 'representatives' }, asked(assessor));
  }
  await beginIssuing(assessor, id, asked(assessor));
  return id;
}

interface Held {
  readonly paper: string;
  /** How many answers are on its ballot. */
  readonly answers: number;
}

/** Gives papers to some voters of each set: signed ones to a few, codes to the others. */
async function handOut(
  assessor: Actor,
  cycleId: number,
  perSet: number,
  signed: number,
  waiting: ReadonlyMap<string, number> = new Map(),
): Promise<Held[]> {
  const held: Held[] = [];
  const voters = await votersOf(cycleId);
  // Those who sign in to the demo may still take theirs, and nobody ticks off themselves.
  const without = new Set([...waiting.values(), assessor.personId]);
  for (const set of await evaluationSets(cycleId)) {
    const own = voters.filter(
      ({ kind, setNumber, personId }) =>
        kind === set.kind && setNumber === set.number && !without.has(personId),
    );
    const some = own.slice(-perSet).map(({ personId }) => personId);
    const answers = set.rated.length * EVALUATION.questions.length;
    const codes = await codesFor(assessor, cycleId, set.id, some.slice(signed));
    for (const paper of codes) held.push({ paper, answers });
    for (const personId of some.slice(0, signed)) {
      held.push({ paper: await signedFor(personId, cycleId), answers });
    }
  }
  return held;
}

async function codesFor(
  assessor: Actor,
  cycleId: number,
  set: number,
  voters: readonly number[],
): Promise<readonly string[]> {
  const count = voters.length;
  const { codes } = await printSlips(assessor, cycleId, { set, count }, asked(assessor));
  for (const personId of voters) await tickSlip(assessor, cycleId, personId, asked(assessor));
  return codes;
}

/** Takes a paper as the voter's browser does. */
async function signedFor(personId: number, cycleId: number): Promise<string> {
  const voter = (await findActor(personId)) as Actor;
  const own = (await papersOf(personId)).find((one) => one.cycleId === cycleId);
  const { publicKey, setId } = own as { publicKey: string; setId: number };
  const blinded = await blindedToken(publicKey);
  const { signature } = await takePaper(voter, cycleId, blinded.blinded, asked(voter));
  return paperText(setId, blinded, await unblinded(publicKey, blinded, signature));
}

/** Mostly 好 and 较好; every tenth is 不了解. */
const marksOf = (count: number, chance: Chance): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, place) => [
      `a${place}`,
      chance.pick(['4', '4', '4', '4', '4', '3', '3', '3', '2', '0']),
    ]),
  );
