import sql, { bulk, join } from 'sql-template-tag';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';

/** Accounts of a person in one community: what may be spent, and what is set aside for a redemption. */
export interface PersonAccounts {
  readonly available: number;
  readonly held: number;
}

/** The account of a staff member: a score, never spent, which may go below 0. */
export interface StaffAccounts {
  readonly score: number;
}

/** The account of a street office: what every score is held against. */
export interface StreetAccounts {
  readonly assessment: number;
}

/** Accounts of a community: where points come from, and where they go. */
export interface CommunityAccounts {
  readonly issuance: number;
  readonly redeemed: number;
  readonly expired: number;
}

/** Whose accounts, and in which book: residents' points are spent, a score is not. */
const SORTS = {
  person: { owner: 'person', kinds: ['available', 'held'] },
  community: { owner: 'community', kinds: ['issuance', 'redeemed', 'expired'] },
  staff: { owner: 'person', kinds: ['score'] },
  street: { owner: 'community', kinds: ['assessment'] },
} as const;
type Sort = keyof typeof SORTS;

// Ids of accounts never change, so they are remembered; but only those that stood before the
// transaction that asks, for what it opens itself may be undone.
const REMEMBERED_MAX = 100_000;
const remembered = new Map<string, Readonly<Record<string, number>>>();

/** What a transaction has opened, which it may ask for again. */
const openedBy = new WeakMap<Transaction, Set<string>>();

/** The accounts of people, opened for those who have none yet. */
export async function personAccounts(
  communityId: number,
  personIds: readonly number[],
  tx: Transaction,
): Promise<Map<number, PersonAccounts>> {
  const found = await accountsOf('person', communityId, personIds, tx);
  return found as unknown as Map<number, PersonAccounts>;
}

/** The accounts of a community, opened when it has none yet. */
export async function communityAccounts(
  communityId: number,
  tx: Transaction,
): Promise<CommunityAccounts> {
  const found = await accountsOf('community', communityId, [communityId], tx);
  return found.get(communityId) as unknown as CommunityAccounts;
}

/** The score accounts of staff members, opened for those who have none yet. */
export async function staffAccounts(
  streetId: number,
  personIds: readonly number[],
  tx: Transaction,
): Promise<Map<number, StaffAccounts>> {
  const found = await accountsOf('staff', streetId, personIds, tx);
  return found as unknown as Map<number, StaffAccounts>;
}

/** The account of a street office, opened when it has none yet. */
export async function streetAccounts(streetId: number, tx: Transaction): Promise<StreetAccounts> {
  const found = await accountsOf('street', streetId, [streetId], tx);
  return found.get(streetId) as unknown as StreetAccounts;
}

type Accounts = Map<number, Readonly<Record<string, number>>>;

async function accountsOf(
  sort: Sort,
  communityId: number,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  const wanted = [...new Set(ownerIds)];
  const found: Accounts = new Map();
  for (const id of wanted) {
    const known = remembered.get(keyOf(sort, communityId, id));
    if (known) found.set(id, known);
  }
  const unknown = wanted.filter((id) => !found.has(id));
  if (unknown.length === 0) return found;
  const stood = await selectAccounts(sort, communityId, unknown, tx);
  for (const [id, accounts] of stood) {
    const key = keyOf(sort, communityId, id);
    if (!openedBy.get(tx)?.has(key)) remember(key, accounts);
  }
  const missing = unknown.filter((id) => !stood.has(id));
  const opened = await openAccounts(sort, communityId, missing, tx);
  return new Map([...found, ...stood, ...opened]);
}

const keyOf = (sort: Sort, communityId: number, id: number): string =>
  `${sort}:${communityId}:${id}`;

function remember(key: string, accounts: Readonly<Record<string, number>>): void {
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(key, accounts);
}

async function selectAccounts(
  sort: Sort,
  communityId: number,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  const found = await rows<{ id: number; ownerId: number; kind: string }>(
    sql`SELECT id, owner_id AS "ownerId", kind FROM accounts
        WHERE owner_kind = ${SORTS[sort].owner} AND owner_id IN (${join([...ownerIds])})
          AND kind IN (${join([...SORTS[sort].kinds])}) AND community_id = ${communityId}`,
    tx,
  );
  const accounts = new Map<number, Record<string, number>>();
  for (const { id, ownerId, kind } of found) {
    accounts.set(ownerId, { ...accounts.get(ownerId), [kind]: id });
  }
  return accounts;
}

async function openAccounts(
  sort: Sort,
  communityId: number,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  if (ownerIds.length === 0) return new Map();
  const opened = openedBy.get(tx) ?? new Set();
  openedBy.set(tx, opened);
  for (const id of ownerIds) opened.add(keyOf(sort, communityId, id));
  const { owner, kinds } = SORTS[sort];
  const fresh = [...ownerIds]
    .sort((a, b) => a - b)
    .flatMap((id) => kinds.map((kind) => [communityId, owner, id, kind]));
  await change(
    sql`INSERT INTO accounts (community_id, owner_kind, owner_id, kind)
        VALUES ${bulk(fresh)} ON CONFLICT (owner_kind, owner_id, kind, community_id) DO NOTHING`,
    tx,
  );
  return selectAccounts(sort, communityId, ownerIds, tx);
}
