import { Chance } from '../../seeders/chance.ts';
import { GOODS, RULES } from '../../seeders/figures.ts';
import { makeGoods, makeRules } from '../../seeders/market.ts';
import { report } from '../../seeders/reporting.ts';
import { setClock } from '../../src/base/clock.ts';
import { at, today } from '../../src/base/period.ts';
import { statementOf } from '../../src/ledger/index.ts';
import { cancelRedemption, expireRedemptions, handOver, reserve } from '../../src/market/index.ts';
import type { OwnRedemption } from '../../src/market/index.ts';
import { postDueWeeks } from '../../src/postings/index.ts';
import type { Actor, Role } from '../../src/people/index.ts';
import {
  approveCheckIns,
  rejectCheckIn,
  returnCheckIn,
  reverseTransfer,
  rulesOf,
  withdrawCheckIn,
} from '../../src/volunteering/index.ts';
import { aCommunity, aHousehold, aPerson, asked } from '../factories.ts';
import { settledActivities } from '../volunteering/activities/settled.ts';
import type { SettledActivities } from '../volunteering/activities/settled.ts';
import { settledCertificates } from '../volunteering/certificates/settled.ts';
import type { SettledCertificates } from '../volunteering/certificates/settled.ts';
import { aSettledReview } from '../staff/review/settled.ts';
import type { ReviewIds } from '../staff/review/settled.ts';
import { contested } from '../postings/settled.ts';
import type { Contested } from '../postings/settled.ts';
import { enterAttendance } from '../../src/staff/index.ts';
import { attended } from '../staff/imports/settled.ts';
import type { AttendanceIds } from '../staff/imports/settled.ts';
import { evaluated } from '../staff/evaluation/settled.ts';
import type { EvaluationIds } from '../staff/evaluation/settled.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../staff/factories.ts';
import { settleDuties } from '../staff/duty/settled.ts';
import type { SettledDuties } from '../staff/duty/settled.ts';
import type { TestStreet } from '../staff/factories.ts';
import { settledMatters } from '../staff/proposals/settled.ts';
import type { MatterIds } from '../staff/proposals/settled.ts';
import { arrangedOffice } from '../staff/members/settled.ts';
import { rulesSettled } from '../staff/rules/settled.ts';
import { settledHousehold } from '../households/settled.ts';
import type { HouseholdIds } from '../households/settled.ts';
import { settledDelivery } from '../market/delivery/settled.ts';
import { settledSheet } from '../volunteering/sheets/settled.ts';
import type { TestCommunity } from '../factories.ts';
import { givePoints } from '../market/factories.ts';
import { settledStock } from '../market/settled.ts';
import type { SettledStock } from '../market/settled.ts';
import { imported } from '../exchange/settled.ts';
import type { ImportIds } from '../exchange/settled.ts';
import { aSettledCase } from '../market/counter/settled.ts';
import { connectedOut } from '../messages/settled.ts';
import { enteredFor } from '../volunteering/settled.ts';
import type { EnteredIds } from '../volunteering/settled.ts';

export type People = Readonly<Record<Role | 'neighbour', Actor>>;

/** A small community in which everything that a page shows has happened. */
export interface Settled {
  readonly communityId: number;
  readonly people: People;
  readonly duties: SettledDuties;
  readonly activities: SettledActivities;
  readonly certificates: SettledCertificates;
  readonly stock: SettledStock;
  /** What the `:id` of an address may be. */
  readonly ids: Readonly<
    Record<
      | 'rule'
      | 'good'
      | 'checkIn'
      | 'returned'
      | 'transfer'
      | 'sheet'
      | 'redemption'
      | 'handedOver'
      | 'delivery'
      | 'leaver'
      | 'department'
      | 'ruleSet'
      | 'draft'
      | 'setRule'
      | keyof Contested
      | keyof ReviewIds,
      number
    > &
      AttendanceIds &
      EnteredIds &
      EvaluationIds &
      HouseholdIds &
      ImportIds &
      MatterIds
  >;
}

/** Makes the community; the clock stands on a Friday, in the window of its first posting. */
export async function aSettledCommunity(): Promise<Settled> {
  const street = await aStreet();
  const people = await peopleOf(await aCommunity(), street);
  const duties = await settleDuties(people.assessor, people.leader, people.staff);
  setClock(at('2026-11-18', '10:00'));
  const { resident, manager, shopkeeper } = people;
  const { communityId } = resident;
  await scored(people);
  const attendance = await attended(people);
  const office = await arrangedOffice(people);
  await makeRules(manager, RULES);
  const [soap, paste] = [...(await makeGoods(shopkeeper, GOODS)).values()] as [number, number];
  const chance = new Chance(7);
  const checkIns = await decided(people, chance);
  const handedOver = await shopped(people, soap, paste);
  setClock(at('2026-11-23', '00:11'));
  await postDueWeeks();
  const certificates = await settledCertificates(people);
  const activities = await settledActivities(people);
  setClock(at('2026-11-27', '10:00'));
  await expireRedemptions();
  const stock = await settledStock(people, [soap, paste]);
  await connectedOut(people);
  await report(resident, chance, today());
  await report(people.neighbour, chance, today(), 'again');
  const rules = await rulesOf(communityId);
  const { items } = await statementOf(resident.personId, { limit: 20 });
  const award = items.find(({ cause }) => cause === `check-in:${checkIns.checkIn}`);
  await givePoints(people.neighbour, 100);
  const brought = await reserveOne(people.neighbour, paste);
  await aSettledCase(shopkeeper, resident, soap);
  const ids = {
    ...checkIns,
    ...attendance,
    ...office,
    ...(await rulesSettled(people.assessor)),
    good: soap,
    rule: rules[0]?.id ?? 0,
    sheet: await settledSheet(people.manager, [resident, people.neighbour]),
    transfer: award?.id ?? 0,
    handedOver,
    redemption: (await reserveOne(resident, paste)).id,
    delivery: await settledDelivery(brought, people.neighbour, resident, shopkeeper),
    ...(await contested(people)),
    ...(await enteredFor(people)),
    ...(await settledMatters({ street, ...people })),
    ...(await aSettledReview(people.assessor, people.leader, people.staff)),
    ...(await evaluated(people)),
    ...(await settledHousehold(people)),
    ...(await imported(people)),
  };
  return { communityId, people, duties, activities, certificates, stock, ids };
}

/** One person for each role, and somebody next door. */
async function peopleOf(community: TestCommunity, street: TestStreet): Promise<People> {
  const householdId = await aHousehold(community);
  await adoptRules(street);
  const staff = (role: Role, name: string): Promise<Actor> =>
    aPerson(community, { roles: [role], name });
  return {
    resident: await aPerson(community, { name: '王秀兰', householdId }),
    neighbour: await aPerson(community, { name: '李建国' }),
    manager: await staff('manager', '陈敏'),
    shopkeeper: await staff('shopkeeper', '周丽'),
    auditor: await staff('auditor', '何文'),
    administrator: await aPerson(community, {
      roles: ['administrator'],
      name: '系统管理员',
      everywhere: true,
    }),
    assessor: await anAssessor(street),
    leader: await aLeader(street),
    staff: await aMember(street),
  };
}

/** Check-ins in every state that a decision leads to, and an award that was undone. */
async function decided(
  { resident, neighbour, manager }: People,
  chance: Chance,
): Promise<{ checkIn: number; returned: number }> {
  const sent = async (by: Actor): Promise<number> => (await report(by, chance, today())).id;
  const checkIn = await sent(resident);
  await approveCheckIns(manager, [checkIn, await sent(neighbour)], asked(manager));
  const { items } = await statementOf(neighbour.personId, { limit: 1 });
  await reverseTransfer(manager, items[0]?.id ?? 0, '重复申报', asked(manager));
  await rejectCheckIn(manager, await sent(resident), '照片看不清', asked(manager));
  const returned = await sent(resident);
  await returnCheckIn(manager, returned, '请写明在哪里做的', asked(manager));
  await withdrawCheckIn(resident, await sent(resident), asked(resident));
  return { checkIn, returned };
}

/** A staff member who was away for a day. */
async function scored({ assessor, staff }: People): Promise<void> {
  const entry = { personId: staff.personId, ruleCode: 'absent', occurredOn: '2026-11-17' };
  await enterAttendance(assessor, { ...entry, note: '全天未到岗' }, asked(assessor));
}

const reserveOne = (by: Actor, good: number): Promise<OwnRedemption> =>
  reserve(by, [{ good, quantity: 1 }], asked(by));

/** Redemptions handed over (its id) and cancelled, and one that expires a week later. */
async function shopped(
  { resident, shopkeeper }: People,
  soap: number,
  paste: number,
): Promise<number> {
  await givePoints(resident, 100);
  const { pickUpCode } = await reserveOne(resident, soap);
  const handedOver = await handOver(shopkeeper, pickUpCode ?? '', asked(shopkeeper));
  const { id } = await reserveOne(resident, soap);
  await cancelRedemption(resident, id, asked(resident));
  await reserveOne(resident, paste);
  return handedOver.id;
}
