import { setClock } from '../../src/base/clock.ts';
import { change, inTransaction } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import type { Day } from '../../src/base/period.ts';
import type { Actor } from '../../src/people/index.ts';
import { postWeek } from '../../src/postings/index.ts';
import { settleIncidents } from '../../src/staff/index.ts';
import type { StaffSettings } from '../../src/staff/index.ts';
import sql from 'sql-template-tag';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../staff/factories.ts';
import type { TestStreet } from '../staff/factories.ts';
import { unique } from '../factories.ts';

/** The moment at which the posting of 2026-W47 is made. */
export const MONDAY = at('2026-11-23', '00:10');

/** A street office with rules and one person of each sort. */
export interface Office {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly leader: Actor;
  readonly member: Actor;
}

export async function anOffice(): Promise<Office> {
  const street = await aStreet();
  await adoptRules(street);
  return {
    street,
    assessor: await anAssessor(street),
    leader: await aLeader(street),
    member: await aMember(street, { name: '赵小明' }),
  };
}

const PART = { absent: 'attendance', 'duty-missed': 'duty', 'key-led': 'key-work' } as const;

/** Lets something have happened on a day, and books it then unless another day is said; its key. */
export async function happened(
  person: Actor,
  ruleCode: keyof typeof PART,
  occurredOn: Day,
  bookedOn: Day = occurredOn,
): Promise<string> {
  setClock(at(bookedOn, '18:00'));
  const key = unique('fact');
  const { personId, communityId } = person;
  const fact = { personId, part: PART[ruleCode], ruleCode, occurredOn, key, subject: 'duty:1' };
  const stand = [{ ...fact, enteredById: null }];
  await inTransaction((tx) => settleIncidents(communityId, { stand }, { personId: null }, tx));
  return key;
}

/** Takes a fact back on a day. */
export async function liftedOn(person: Actor, key: string, day: Day): Promise<void> {
  setClock(at(day, '09:00'));
  const lift = [{ key, why: 'corrected' }];
  const by = { personId: null, reason: '核对有误' };
  await inTransaction((tx) => settleIncidents(person.communityId, { lift }, by, tx));
}

/** The posting of 2026-W47 of an office in which the member was absent on Tuesday; its id. */
export async function aStaffPosting({ street, member }: Office): Promise<number> {
  await happened(member, 'absent', '2026-11-17');
  setClock(MONDAY);
  return (await postWeek(street.id, '2026-W47')).id;
}

/** Sets what the office may set for itself. */
export const switched = (street: TestStreet, settings: Partial<StaffSettings>): Promise<number> =>
  inTransaction((tx) =>
    change(
      sql`INSERT INTO staff_settings (community_id, settings)
          VALUES (${street.id}, ${JSON.stringify(settings)})
          ON CONFLICT (community_id) DO UPDATE SET settings = excluded.settings`,
      tx,
    ),
  );
