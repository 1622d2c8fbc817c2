import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { Refusal } from '../../../src/base/refusal.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  addShift,
  appealIncident,
  approveLeave,
  assignDuty,
  decideAppeal,
  decideProposal,
  draftRoster,
  enterAttendance,
  enterProposal,
  publishRoster,
  recordOutcome,
  reverseIncident,
  waiveAnswer,
  withdrawAppeal,
  withdrawAttendance,
} from '../../../src/staff/index.ts';
import { revokeLeave } from '../../../src/staff/leave/deciding.ts';
import { asked, unique } from '../../factories.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { imported } from '../imports/factories.ts';
import { ask } from '../leave/factories.ts';
import { FIRST, SECOND } from './by-hand.ts';
import type { Code, StandingFact } from './by-hand.ts';
import { incidentOf } from './facts.ts';

/** Working days under the first set of rules, and under the second. */
export const DAYS = ['08', '09', '10', '13', '16', '17', '20'].map((n) => `2026-07-${n}`);
/** A day with a duty, and a meeting to which the person came late. */
const EVENTFUL = '2026-07-09';
const NOTE = '查核记录';

/** What a machine may say of a day, and what that is. */
const PUNCHES: Readonly<Record<string, Code | null>> = {
  '8:20,17:30': null,
  '8:50,17:30': 'late',
  '9:05,17:30': 'late',
  ',': 'absent',
  '8:50,': null, // nobody knows which of the two is missing
};
export const PUNCHED = Object.keys(PUNCHES);

export interface Office {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly leader: Actor;
  /** Enters nothing, so that they may decide on everything. */
  readonly judge: Actor;
  readonly shift: number;
}

/** An office with two sets of rules and a roster, on the last day of July. */
export async function anOffice(): Promise<Office> {
  setClock(at('2026-06-25', '10:00'));
  const street = await aStreet();
  await adoptRules(street, FIRST);
  await adoptRules(street, SECOND);
  const assessor = await anAssessor(street);
  const watch = { name: '白班', startsAt: '08:30', endsAt: '17:30' };
  const { id: shift } = await addShift(assessor, watch, asked(assessor));
  const [leader, judge] = [await aLeader(street), await anAssessor(street)];
  const month = { month: '2026-07', byHand: true };
  const { id: roster } = await draftRoster(assessor, month, asked(assessor));
  const first = { personId: leader.personId, shiftId: shift, day: '2026-07-01' };
  await assignDuty(assessor, first, asked(assessor));
  await publishRoster(assessor, roster, asked(assessor));
  setClock(at('2026-07-31', '10:00'));
  return { street, assessor, leader, judge, shift };
}

/** What was told of a day: of files and words the last one, and the leave that covers it. */
interface Told {
  readonly punches?: string;
  readonly word?: Code | 'none';
  readonly leave?: number;
}

/** A person, and everything that is known of them at the end, whatever was said on the way. */
export interface Life {
  readonly person: Actor;
  /** Who covers the person's duty, when it is covered. */
  readonly colleague: Actor;
  readonly staffNumber: string;
  readonly duty: number;
  readonly breach: number;
  readonly days: Map<string, Told>;
  outcome: 'kept' | 'missed' | 'left' | 'covered' | null;
  breachState: 'open' | 'booked' | 'reversed';
  /** By the key of the incident. */
  readonly appeals: Map<string, 'cleared' | number>;
}

export async function aLife({ street, assessor, shift }: Office): Promise<Life> {
  const staffNumber = unique('L').slice(-20);
  const person = await aMember(street, { staffNumber });
  const colleague = await aMember(street);
  const { personId } = person;
  setClock(at('2026-07-02', '10:00'));
  const wish = { personId, shiftId: shift, day: EVENTFUL };
  const { id: duty } = await assignDuty(assessor, wish, asked(assessor));
  setClock(at('2026-07-31', '10:00'));
  const entry = { personId, ruleCode: 'meeting-late', occurredOn: EVENTFUL, text: NOTE };
  const { id: breach } = await enterProposal(assessor, 'discipline', entry, [], asked(assessor));
  await waiveAnswer(person, breach, asked(person));
  const known = { days: new Map<string, Told>(), appeals: new Map<string, 'cleared' | number>() };
  const rest = { outcome: null, breachState: 'open' } as const;
  return { person, colleague, staffNumber, duty, breach, ...known, ...rest };
}

/** Something that becomes known or is decided; each reads what it needs of it. */
export interface Step {
  readonly does: keyof typeof DEEDS;
  readonly day: string;
  readonly punches: string;
  readonly word: 'late' | 'absent';
  readonly outcome: 'kept' | 'missed' | 'left' | 'covered';
  /** Of what an appeal is, and what it puts in place. */
  readonly of: 'day' | 'duty' | 'breach';
  readonly to: 0 | -1;
}

type Deed = (office: Office, life: Life, step: Step) => Promise<void>;

const tellOf = (life: Life, day: string, told: Told): void => {
  life.days.set(day, { ...life.days.get(day), ...told });
};

const keyOf = ({ person, duty, breach }: Life, { of, day }: Pick<Step, 'of' | 'day'>): string =>
  ({
    day: `attendance:${person.personId}:${day}:in`,
    duty: `duty:${duty}`,
    breach: `proposal:${breach}`,
  })[of];

const decided =
  (outcome: 'cleared' | 'corrected'): Deed =>
  async ({ judge }, life, step) => {
    const { person, appeals } = life;
    const key = keyOf(life, step);
    const incident = await incidentOf(key);
    const { id } = await appealIncident(person, incident, NOTE, [], asked(person));
    const decision = { outcome, appealReason: NOTE, pointsInstead: step.to };
    try {
      await decideAppeal(judge, id, decision, asked(judge));
    } catch (error) {
      await withdrawAppeal(person, id, asked(person));
      throw error;
    }
    appeals.set(key, outcome === 'cleared' ? outcome : step.to);
  };

export const DEEDS = {
  file: async ({ assessor }, life, { day, punches }) => {
    await imported(assessor, `${life.staffNumber},,${day},${punches}`);
    tellOf(life, day, { punches });
  },
  word: async ({ assessor }, life, { day: occurredOn, word }) => {
    const entry = { personId: life.person.personId, ruleCode: word, occurredOn, note: NOTE };
    await enterAttendance(assessor, entry, asked(assessor));
    tellOf(life, occurredOn, { word });
  },
  withdraw: async ({ assessor }, life, { day }) => {
    const incident = await incidentOf(keyOf(life, { of: 'day', day }));
    await withdrawAttendance(assessor, incident, NOTE, asked(assessor));
    tellOf(life, day, { word: 'none' });
  },
  leave: async ({ leader }, life, { day }) => {
    const leave = await ask(life.person, day);
    await approveLeave(leader, leave, asked(leader));
    tellOf(life, day, { leave });
  },
  revoke: async ({ leader }, life, { day }) => {
    const { leave, ...rest } = life.days.get(day) ?? {};
    if (leave === undefined) return;
    await revokeLeave(leader, leave, NOTE, asked(leader));
    life.days.set(day, rest);
  },
  duty: async ({ assessor }, life, { outcome }) => {
    const cover = outcome === 'covered' ? { coveredById: life.colleague.personId } : {};
    const form = { outcome, note: NOTE, ...cover };
    await recordOutcome(assessor, life.duty, { form }, asked(assessor));
    life.outcome = outcome;
  },
  book: async ({ leader }, life) => {
    const decision = { outcome: 'booked', decisionReason: NOTE } as const;
    await decideProposal(leader, life.breach, decision, asked(leader));
    life.breachState = 'booked';
  },
  reverse: async ({ judge }, life, step) => {
    const incident = await incidentOf(keyOf(life, { ...step, of: 'breach' }));
    await reverseIncident(judge, incident, NOTE, asked(judge));
    life.breachState = 'reversed';
  },
  clear: decided('cleared'),
  correct: decided('corrected'),
} satisfies Record<string, Deed>;

/** Does a step; one that is refused leaves everything as it was. */
export async function take(office: Office, life: Life, step: Step): Promise<void> {
  try {
    await DEEDS[step.does](office, life, step);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The facts about the person that stand at the end: a leave above a word above a file. */
export function standingFacts(life: Life): StandingFact[] {
  const { days, outcome, breachState, appeals } = life;
  const facts = [...days].map(([day, { punches, word, leave }]) => {
    const code = leave === undefined ? (word ?? PUNCHES[punches ?? '']) : null;
    return { key: keyOf(life, { of: 'day', day }), day, code };
  });
  const isMissed = outcome === 'missed' || outcome === 'left';
  const duty = { key: keyOf(life, { of: 'duty', day: EVENTFUL }), day: EVENTFUL };
  const breach = { key: keyOf(life, { of: 'breach', day: EVENTFUL }), day: EVENTFUL };
  return [
    ...facts,
    { ...duty, code: isMissed ? ('duty-missed' as const) : null },
    { ...breach, code: breachState === 'booked' ? ('meeting-late' as const) : null },
  ].flatMap(({ key, day, code }) => {
    const appeal = appeals.get(key) ?? null;
    if (!code || code === 'none' || appeal === 'cleared') return [];
    return [{ code, day, instead: appeal }];
  });
}
