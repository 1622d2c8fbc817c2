import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf, ownerOf, personById } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { mayReadCommunity } from '../policy.ts';
import { digestOf, newCode } from './content.ts';
import type { CertificateContent } from './content.ts';
import type { CertificateSpan } from './forms.ts';
import { mayIssue } from './policy.ts';
import { serviceWithin } from './queries.ts';

/**
 * Asks for a certificate of one's own service; managers are told. Refuses `span-crossed`,
 * `no-service`, `asked-already`.
 */
export async function askForCertificate(
  actor: Actor,
  span: CertificateSpan,
  command: Command,
): Promise<{ readonly id: number }> {
  refuseCrossed(span);
  return once(command, 'ask-for-certificate', span, async (tx) => {
    const { communityId, personId } = actor;
    if ((await serviceWithin(personId, span, tx)).length === 0) throw noService();
    const made = await row<{ id: number }>(
      sql`INSERT INTO certificate_requests (community_id, person_id, from_on, to_on, asked_at)
          VALUES (${communityId}, ${personId}, ${span.from}, ${span.to}, ${now()})
          ON CONFLICT (person_id) WHERE certificate_id IS NULL AND declined_at IS NULL
          DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'asked-already');
    const managers = await holdersOf(['manager'], communityId, tx);
    await tell(
      managers
        .filter((one) => one !== personId)
        .map((one) => ({
          ...{ communityId, personId: one, kind: 'certificate-asked' },
          ...{ facts: { name: actor.name }, href: '/certificates' },
        })),
      tx,
    );
    return made;
  });
}

/**
 * Issues a certificate of somebody's service in a span of days: all of it that counts and was not
 * taken back. Refuses `no-person`, `issue-certificate`, `span-crossed`, `no-service`.
 */
export async function issueCertificate(
  actor: Actor,
  personId: number,
  span: CertificateSpan,
  command: Command,
): Promise<{ readonly id: number }> {
  refuseCrossed(span);
  return once(command, 'issue-certificate', { personId, span }, async (tx) => {
    const person = await personById(personId, tx);
    return issue(actor, readable(actor, person), span, tx);
  });
}

/** Issues what somebody asked for. Refuses `no-request` and what `issueCertificate` refuses. */
export function issueAsked(
  actor: Actor,
  requestId: number,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'issue-asked', { requestId }, async (tx) => {
    const asked = await row<CertificateSpan & { personId: number; communityId: number }>(
      sql`SELECT person_id AS "personId", community_id AS "communityId", from_on AS "from",
                 to_on AS "to" FROM certificate_requests
           WHERE id = ${requestId} AND certificate_id IS NULL AND declined_at IS NULL`,
      tx,
    );
    const { personId, from, to } = found(
      asked && mayReadCommunity(actor, asked.communityId) ? asked : null,
      'request',
    );
    const person = readable(actor, await personById(await ownerOf(personId, tx), tx));
    const issued = await issue(actor, person, { from, to }, tx);
    const closed = await change(
      sql`UPDATE certificate_requests SET certificate_id = ${issued.id}
           WHERE id = ${requestId} AND certificate_id IS NULL AND declined_at IS NULL`,
      tx,
    );
    if (closed === 0) throw new Refusal('missing', 'no-request');
    return issued;
  });
}

/** Somebody who has a name to stand on a certificate, and all that they did. */
function readable(actor: Actor, person: PersonFacts | null): PersonFacts {
  const isTheirs = person?.erasedAt === null && person.mergedIntoId === null;
  return found(isTheirs && mayReadCommunity(actor, person.communityId) ? person : null, 'person');
}

async function issue(
  actor: Actor,
  person: PersonFacts,
  span: CertificateSpan,
  tx: Transaction,
): Promise<{ readonly id: number }> {
  const { communityId } = person;
  permit(mayIssue(actor, person), 'issue-certificate');
  // Whoever issues there at the same moment waits: the numbers follow one another.
  await lockRows('communities', [communityId], tx);
  const content = await contentOf(actor, person, span, tx);
  const made = found(await insert(actor, person, content, tx), 'certificate');
  await change(
    sql`INSERT INTO certificate_items (certificate_id, check_in_id)
        VALUES ${bulk(content.items.map(({ checkInId }) => [made.id, checkInId]))}`,
    tx,
  );
  const event = { communityId, personId: actor.personId, name: 'certificate-issued' };
  await note({ ...event, subject: `certificate:${made.id}` }, tx);
  const href = `/certificates/${made.id}`;
  await tell([{ communityId, personId: person.id, kind: 'certificate-issued', href }], tx);
  return made;
}

async function contentOf(
  actor: Actor,
  { id, communityId, communityName }: PersonFacts,
  { from, to }: CertificateSpan,
  tx: Transaction,
): Promise<CertificateContent> {
  const items = await serviceWithin(id, { from, to }, tx);
  if (items.length === 0) throw noService();
  const year = Number(today().slice(0, 4));
  const last = await row<{ serial: number }>(
    sql`SELECT CAST(COALESCE(MAX(serial), 0) AS INTEGER) AS serial FROM certificates
         WHERE community_id = ${communityId} AND year = ${year}`,
    tx,
  );
  return {
    year,
    serial: (last?.serial ?? 0) + 1,
    from,
    to,
    issuedOn: today(),
    issuer: communityName,
    handler: actor.name,
    minutes: items.reduce((sum, { minutes }) => sum + minutes, 0),
    items,
  };
}

const insert = (
  actor: Actor,
  { id, communityId }: PersonFacts,
  content: CertificateContent,
  tx: Transaction,
): Promise<{ id: number } | null> =>
  row<{ id: number }>(
    sql`INSERT INTO certificates (community_id, person_id, year, serial, code, from_on, to_on,
          minutes, issued_on, issued_at, handler_id, content, digest)
        VALUES (${communityId}, ${id}, ${content.year}, ${content.serial}, ${newCode()},
          ${content.from}, ${content.to}, ${content.minutes}, ${content.issuedOn}, ${now()},
          ${actor.personId}, ${JSON.stringify(content)}, ${digestOf(content)}) RETURNING id`,
    tx,
  );

function refuseCrossed({ from, to }: CertificateSpan): void {
  if (to < from) throw new Refusal('invalid', 'span-crossed', {}, 'to');
}

const noService = (): Refusal => new Refusal('invalid', 'no-service', {}, 'from');
