import sql, { bulk, join } from 'sql-template-tag';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';

/** Accounts of a person: what may be spent, and what is set aside for a redemption. */
export interface PersonAccounts {
  readonly available: number;
  readonly held: number;
}

/** Accounts of a community: where points come from, and where they go. */
export interface CommunityAccounts {
  readonly issuance: number;
  readonly redeemed: number;
  readonly expired: number;
}

type OwnerKind = 'person' | 'community';

const KINDS = {
  person: ['available', 'held'],
  community: ['issuance', 'redeemed', 'expired'],
} as const;

// Ids of accounts never change, so they are remembered; but only those that stood before the
// transaction that asks, for what it opens itself may be undone.
const REMEMBERED_MAX = 100_000;
const remembered = new Map<string, Readonly<Record<string, number>>>();

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

type Accounts = Map<number, Readonly<Record<string, number>>>;

async function accountsOf(
  owner: OwnerKind,
  communityId: number,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  const wanted = [...new Set(ownerIds)];
  const found: Accounts = new Map();
  for (const id of wanted) {
    const known = remembered.get(`${owner}:${id}`);
    if (known) found.set(id, known);
  }
  const unknown = wanted.filter((id) => !found.has(id));
  if (unknown.length === 0) return found;
  const stood = await selectAccounts(owner, unknown, tx);
  for (const [id, accounts] of stood) remember(`${owner}:${id}`, accounts);
  const missing = unknown.filter((id) => !stood.has(id));
  const opened = await openAccounts(owner, communityId, missing, tx);
  return new Map([...found, ...stood, ...opened]);
}

function remember(key: string, accounts: Readonly<Record<string, number>>): void {
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(key, accounts);
}

async function selectAccounts(
  owner: OwnerKind,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  const found = await rows<{ id: number; ownerId: number; kind: string }>(
    sql`SELECT id, owner_id AS "ownerId", kind FROM accounts
        WHERE owner_kind = ${owner} AND owner_id IN (${join([...ownerIds])})`,
    tx,
  );
  const accounts = new Map<number, Record<string, number>>();
  for (const { id, ownerId, kind } of found) {
    accounts.set(ownerId, { ...accounts.get(ownerId), [kind]: id });
  }
  return accounts;
}

async function openAccounts(
  owner: OwnerKind,
  communityId: number,
  ownerIds: readonly number[],
  tx: Transaction,
): Promise<Accounts> {
  if (ownerIds.length === 0) return new Map();
  const fresh = [...ownerIds]
    .sort((a, b) => a - b)
    .flatMap((id) => KINDS[owner].map((kind) => [communityId, owner, id, kind]));
  await change(
    sql`INSERT INTO accounts (community_id, owner_kind, owner_id, kind)
        VALUES ${bulk(fresh)} ON CONFLICT (owner_kind, owner_id, kind) DO NOTHING`,
    tx,
  );
  return selectAccounts(owner, ownerIds, tx);
}
