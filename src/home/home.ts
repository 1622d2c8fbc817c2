import { addDays, dayOf, startOfDay, today, weekDays, weekOf, weekSpan } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { now } from '../base/clock.ts';
import { balancesOf, earnedSince } from '../ledger/index.ts';
import { lowStock, nextReward, openRedemptions, shelfOf, stockOverview } from '../market/index.ts';
import { communities, communityById, entriesOf, hasAnyRole, streets } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { latestPostings } from '../postings/index.ts';
import { officePlaces, waitingFor } from '../staff/index.ts';
import {
  activePeople,
  activePeopleByDay,
  queueSummary,
  recentDecisions,
  rulesOf,
  waitingCheckIns,
} from '../volunteering/index.ts';

const FEW = 5;
const DAYS_SHOWN = 7;
const DAY_MS = 24 * 3600_000;

/** What a visitor without sign-in sees: what earns points, the shelf, the postings. */
export async function visitorHome(communityId: number): Promise<Record<string, unknown>> {
  const [community, all, rules, goods, postings] = await Promise.all([
    communityById(communityId),
    communities(),
    rulesOf(communityId),
    shelfOf(communityId),
    latestPostings(communityId, FEW),
  ]);
  return {
    community: { id: community.id, name: community.name },
    communities: all.map(({ id, name }) => ({ id, name })),
    rules: rules.filter(({ points }) => points > 0).slice(0, 8),
    goods: goods.slice(0, 8),
    postings,
  };
}

/** A resident: what they have, what waits, what is within reach, what was decided. */
export async function residentHome(actor: Actor): Promise<Record<string, unknown>> {
  const { personId, communityId } = actor;
  const week = weekSpan(weekOf(now()));
  const entries = await entriesOf(personId);
  const [sums, earnedThisWeek] = await Promise.all([
    balancesOf(entries),
    earnedSince(entries, week.from),
  ]);
  const balances = { ...sums, earnedThisWeek };
  const [reward, waiting, decisions, redemptions] = await Promise.all([
    nextReward(communityId, balances.available),
    waitingCheckIns(personId, FEW),
    recentDecisions(personId, FEW),
    openRedemptions(personId),
  ]);
  return { balances, reward, waiting, decisions, redemptions };
}

/** The office: the queue, what is owed, what runs low, who was active this week. */
export async function officeHome(communityId: number): Promise<Record<string, unknown>> {
  const [queue, stock, low, active, activeThisWeek] = await Promise.all([
    queueSummary(communityId),
    stockOverview(communityId),
    lowStock(communityId),
    activeEachDay(communityId),
    activePeople(communityId, weekDays(today())),
  ]);
  return {
    queue: { ...queue, oldestDays: queue.oldestAt === null ? null : daysSince(queue.oldestAt) },
    ...stock,
    low,
    active,
    activeThisWeek,
  };
}

/** The last days with how many people were active on each; a quiet day has nobody, and is shown. */
async function activeEachDay(communityId: number): Promise<{ day: Day; people: number }[]> {
  const from = addDays(today(), 1 - DAYS_SHOWN);
  const busy = await activePeopleByDay(communityId, { from, to: addDays(from, DAYS_SHOWN) });
  if (busy.length === 0) return [];
  const people = new Map(busy.map((one) => [one.day, one.people]));
  return Array.from({ length: DAYS_SHOWN }, (_, n) => {
    const day = addDays(from, n);
    return { day, people: people.get(day) ?? 0 };
  });
}

function daysSince(instant: string): number {
  const from = Date.parse(startOfDay(dayOf(instant)));
  return Math.round((Date.parse(startOfDay(today())) - from) / DAY_MS);
}

/** A person of a street office: what waits, and how the office is set up. */
async function streetHome(actor: Actor): Promise<Record<string, unknown>> {
  return { waiting: await waitingFor(actor), places: officePlaces(actor, actor.communityId) };
}

/** What a person sees first, by what they may be; somebody with several roles sees all of it. */
export async function homeOf(actor: Actor): Promise<Record<string, unknown>> {
  const { communityId } = actor;
  const isStreet = actor.community.kind === 'street';
  const isOffice =
    !isStreet && hasAnyRole(actor, ['manager', 'auditor', 'administrator'], communityId);
  const isResident = hasAnyRole(actor, ['resident'], communityId);
  const [resident, office, street, postings] = await Promise.all([
    isResident ? residentHome(actor) : null,
    isOffice ? officeHome(communityId) : null,
    isStreet ? streetHome(actor) : null,
    latestPostings(communityId, 1, { kind: isStreet ? 'staff' : 'resident' }),
  ]);
  return { resident, office, street, postings, mayOpenStreet: await mayOpenStreet(actor) };
}

// Whose role holds everywhere has the street office too, though they do not belong to it.
async function mayOpenStreet({ community, grants }: Actor): Promise<boolean> {
  const isEverywhere = grants.some(
    ({ role, communityId }) =>
      communityId === null && (role === 'administrator' || role === 'auditor'),
  );
  return isEverywhere && community.kind !== 'street' && (await streets()).length > 0;
}
