import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { decideProposal, enterProposal, entriesOf, waiveAnswer } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

/** An office in the middle of a quarter: two assessors, a leader, and somebody who is scored. */
export interface Office {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly second: Actor;
  readonly leader: Actor;
  readonly person: Actor;
}

export const QUARTER = '2026-Q3';

export async function anOffice(): Promise<Office> {
  setClock(at('2026-08-10', '10:00'));
  const street = await aStreet();
  await adoptRules(street);
  return {
    street,
    assessor: await anAssessor(street),
    second: await anAssessor(street),
    leader: await aLeader(street),
    person: await aMember(street),
  };
}

export const ENTRY = {
  ruleCode: 'meeting-late',
  occurredOn: '2026-08-10',
  text: 'Came half an hour late to the meeting',
};

/** A breach that an assessor entered, with a text as evidence; small unless said otherwise. */
export const aBreach = (
  { assessor, person }: Pick<Office, 'assessor' | 'person'>,
  ruleCode: 'meeting-late' | 'harm' = 'meeting-late',
): Promise<number> =>
  enterProposal(
    assessor,
    'discipline',
    { ...ENTRY, ruleCode, personId: person.personId },
    [],
    asked(assessor),
  ).then(({ id }) => id);

/** A grave breach that was answered and booked by a second person. */
export async function aBookedBreach(office: Office): Promise<number> {
  const id = await aBreach(office, 'harm');
  await waiveAnswer(office.person, id, asked(office.person));
  await book(office.second, id);
  return id;
}

export const book = (by: Actor, id: number, command = asked(by)) =>
  decideProposal(by, id, { outcome: 'booked', decisionReason: 'It is so' }, command);

/** What stands in the person's book of the quarter, in order. */
export const pointsOf = async ({ street, person }: Office): Promise<number[]> =>
  (await entriesOf(street.id, person.personId, QUARTER)).map(({ points }) => points);

/** The incident behind the last entry of the person. */
export const lastIncident = async ({ street, person }: Office): Promise<number> =>
  (await entriesOf(street.id, person.personId, QUARTER)).at(-1)?.incidentId ?? 0;
