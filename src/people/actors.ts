import { createHash, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { fromNow, now } from '../base/clock.ts';
import { change, inTransaction, rows } from '../base/db.ts';
import type { Actor, Grant, Role, TenantKind } from './actor.ts';

interface ActorRow {
  personId: number;
  name: string;
  communityId: number;
  communityName: string;
  communityKind: TenantKind;
  householdId: number | null;
  passwordVersion: number;
  codeExpiresAt: string | null;
  role: Role | null;
  grantedIn: number | null;
}

const TOKEN_LIFETIME_MS = 30 * 24 * 3600_000;

/** An active person with everything that they may be, or null. */
export const findActor = (personId: number): Promise<Actor | null> =>
  actorWhere(sql`p.id = ${personId}`);

/** The person of a session, unless the password was changed since it began. */
export const actorOfSession = (personId: number, passwordVersion: number): Promise<Actor | null> =>
  actorWhere(sql`p.id = ${personId} AND p.password_version = ${passwordVersion}`);

/** The person of a bearer token, or null when it is unknown, over, or older than the password. */
export const actorOfToken = (token: string): Promise<Actor | null> =>
  // Both in one: PostgreSQL asks a condition on the person inside the SELECT of every person.
  actorWhere(sql`(p.id, p.password_version) IN (
    SELECT t.person_id, t.password_version FROM tokens t
     WHERE t.digest = ${digestOf(token)} AND t.expires_at > ${now()})`);

/** Makes a bearer token that lasts 30 days; only its digest is kept. */
export async function issueToken(actor: Actor): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await inTransaction((tx) =>
    change(
      sql`INSERT INTO tokens (digest, person_id, password_version, expires_at)
          VALUES (${digestOf(token)}, ${actor.personId}, ${actor.passwordVersion},
                  ${fromNow(TOKEN_LIFETIME_MS)})`,
      tx,
    ),
  );
  return token;
}

/** Ends a bearer token before its time. */
export async function endToken(token: string): Promise<void> {
  await inTransaction((tx) =>
    change(sql`DELETE FROM tokens WHERE digest = ${digestOf(token)}`, tx),
  );
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

async function actorWhere(condition: Sql): Promise<Actor | null> {
  const found = await rows<ActorRow>(sql`
    SELECT p.id AS "personId", p.name, p.community_id AS "communityId",
           c.name AS "communityName", c.kind AS "communityKind", p.household_id AS "householdId",
           p.password_version AS "passwordVersion", p.code_expires_at AS "codeExpiresAt",
           g.role, g.community_id AS "grantedIn"
      FROM persons p
      JOIN communities c ON c.id = p.community_id
      LEFT JOIN grants g ON g.person_id = p.id
     WHERE p.active = TRUE AND ${condition}`);
  return found[0] ? actorFrom(found[0], found) : null;
}

function actorFrom(person: ActorRow, found: readonly ActorRow[]): Actor {
  const grants = found.flatMap<Grant>(({ role, grantedIn }) =>
    role === null ? [] : [{ role, communityId: grantedIn }],
  );
  return {
    personId: person.personId,
    name: person.name,
    communityId: person.communityId,
    community: {
      id: person.communityId,
      name: person.communityName,
      kind: person.communityKind,
    },
    householdId: person.householdId,
    grants,
    roles: [...new Set(grants.map(({ role }) => role))],
    passwordVersion: person.passwordVersion,
    mustChangePassword: person.codeExpiresAt !== null,
  };
}
