import { setClock } from '../src/base/clock.ts';
import type { Instant } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import { addDays, at, quarterOfDay } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  answerProposal,
  appealIncident,
  confirmTask,
  decideAppeal,
  decideProposal,
  enterProposal,
  entriesOf,
  markOverdueTasks,
  reportTask,
  reverseIncident,
  setTask,
  showNotice,
  waiveAnswer,
  withdrawProposal,
} from '../src/staff/index.ts';
import type { AppealDecision } from '../src/staff/index.ts';
import { BREACHES, ENTRIES, TASKS } from './matter-figures.ts';
import type { Case } from './matter-figures.ts';
import { streetBegins } from './street.ts';
import type { StreetCast } from './street.ts';

/** Something that happens at its time. */
interface Happening {
  readonly at: Instant;
  readonly run: () => Promise<unknown>;
}

type Part = 'assessor' | 'assessor2' | 'leader' | 'staff';

interface Stage {
  readonly streetId: number;
  readonly play: (part: Part) => Actor;
  /** One of those who have no part of their own. */
  readonly other: (n: number) => Actor;
  readonly begin: Day;
  readonly end: Day;
}

const commandOf = ({ personId }: Actor) => ({ personId, key: newKey() });
const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Breaches, central tasks and appeals of two quarters, each through its whole way or part of it. */
export async function playMatters(cast: StreetCast, end: Day): Promise<void> {
  const stage = await stageOf(cast, end);
  const happenings = [
    ...TASKS.flatMap((task, n) => taskHappenings(stage, task, n)),
    ...BREACHES.flatMap((one, n) => caseHappenings(stage, 'discipline', one, n)),
    ...ENTRIES.flatMap((one, n) => caseHappenings(stage, 'key-work', one, n + BREACHES.length)),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const one of happenings) {
    setClock(one.at);
    await one.run();
  }
}

async function stageOf({ streetId, memberIds, named }: StreetCast, end: Day): Promise<Stage> {
  const actors = new Map<number, Actor>();
  for (const id of memberIds) actors.set(id, (await findActor(id)) as Actor);
  const others = memberIds.filter((id) => ![...named.values()].includes(id));
  return {
    streetId,
    play: (part) => actors.get(named.get(part) ?? 0) as Actor,
    other: (n) => actors.get(others[n % others.length] ?? 0) as Actor,
    begin: streetBegins(end),
    end,
  };
}

const DAYS_FOR_TASK = 20;
/** The task that nobody reports. */
const LATE = 7;

function taskHappenings(stage: Stage, [title, text, result]: readonly string[], n: number) {
  const { begin, end, play, other } = stage;
  const setOn = addDays(begin, Math.floor((daysBetween(begin, end) * n) / (TASKS.length + 0.2)));
  const owner = n % 4 === 3 ? play('staff') : other(n * 5);
  const members = [other(n * 5 + 1), other(n * 5 + 2), other(n * 5 + 3)];
  const memberIds = members.map(({ personId }) => personId);
  const dueOn = addDays(setOn, DAYS_FOR_TASK);
  let id = 0;
  const plan = { title: title ?? '', text: text ?? '', ownerId: owner.personId, memberIds, dueOn };
  const all: readonly Happening[] = [
    {
      at: at(setOn, '09:10'),
      run: async () => ({ id } = await setTask(play('leader'), plan, commandOf(play('leader')))),
    },
    {
      at: at(addDays(setOn, 16), '17:20'),
      run: () => reportTask(owner, id, result ?? '', [], commandOf(owner)),
    },
    {
      at: at(addDays(setOn, 18), '10:40'),
      run: () =>
        confirmTask(play('assessor'), id, memberIds.slice(n % 3), commandOf(play('assessor'))),
    },
  ];
  const night = { at: at(addDays(dueOn, 1), '00:20'), run: markOverdueTasks };
  const played = n === LATE ? [...all.slice(0, 1), night] : all;
  return played.filter((one) => one.at < at(end, '00:00'));
}

/** A case from its entry to where it has come, its days counted back from the end of the demo. */
function caseHappenings(
  stage: Stage,
  part: 'discipline' | 'key-work',
  one: Case,
  n: number,
): readonly Happening[] {
  const { end, play, other } = stage;
  const person = one.ofStaff ? play('staff') : other(n * 7 + 4);
  const day = addDays(end, -one.daysAgo);
  const [enterer, second] = [play('assessor'), play('assessor2')];
  const wish = { personId: person.personId, ruleCode: one.rule, occurredOn: day, text: one.text };
  let id = 0;
  const entered = async () =>
    ({ id } = await enterProposal(enterer, part, wish, [], commandOf(enterer)));
  const { answer, outcome } = one;
  const answered = () =>
    answer
      ? answerProposal(person, id, answer, [], commandOf(person))
      : waiveAnswer(person, id, commandOf(person));
  const closed = () =>
    outcome === 'withdrawn'
      ? withdrawProposal(enterer, id, one.reason, commandOf(enterer))
      : decideProposal(
          second,
          id,
          { outcome: outcome === 'dropped' ? 'dropped' : 'booked', decisionReason: one.reason },
          commandOf(second),
        );
  return [
    { at: at(day, '16:00'), run: entered },
    ...(answer === undefined ? [] : [{ at: at(addDays(day, 1), '09:30'), run: answered }]),
    ...(outcome ? [{ at: at(addDays(day, 4), '10:00'), run: closed }] : []),
    ...afterwards(stage, person, day, one),
  ];
}

/** What comes after a case was booked: a reversal, or an appeal and its decision. */
function afterwards(stage: Stage, person: Actor, day: Day, one: Case): readonly Happening[] {
  const leader = stage.play('leader');
  const incident = async (): Promise<number> => {
    const entries = await entriesOf(stage.streetId, person.personId, quarterOfDay(day));
    return entries.findLast((entry) => entry.occurredOn === day)?.incidentId ?? 0;
  };
  const { reversal, appeal } = one;
  if (reversal) {
    const undo = async () => reverseIncident(leader, await incident(), reversal, commandOf(leader));
    return [{ at: at(addDays(day, 6), '15:00'), run: undo }];
  }
  if (!appeal) return [];
  let id = 0;
  const made = async () =>
    ({ id } = await appealIncident(
      person,
      await incident(),
      appeal.reasons,
      [],
      commandOf(person),
    ));
  const decided = async (decision: AppealDecision): Promise<void> => {
    await decideAppeal(leader, id, decision, commandOf(leader));
    if (decision.outcome === 'cleared') await showNotice(person, id, true, commandOf(person));
  };
  const { decision } = appeal;
  return [
    { at: at(addDays(day, 6), '11:00'), run: made },
    ...(decision ? [{ at: at(addDays(day, 9), '16:30'), run: () => decided(decision) }] : []),
  ];
}
