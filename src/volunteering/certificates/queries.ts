import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { entriesIn } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { checkInsHeld } from '../check-in-queries.ts';
import type { Source } from '../models.ts';
import { mayRead } from '../policy.ts';
import { digestOf } from './content.ts';
import type { CertificateContent, CertificateItem } from './content.ts';
import type { CertificateSpan } from './forms.ts';

/** What somebody served on the days of a span, by day; none of it was taken back. */
export async function serviceWithin(
  personId: number,
  { from, to }: CertificateSpan,
  tx: Transaction,
): Promise<CertificateItem[]> {
  const items = await rows<CertificateItem>(
    sql`SELECT c.id AS "checkInId", c.occurred_on AS day, a.starts_at AS "startsAt",
               a.ends_at AS "endsAt", COALESCE(a.title, v.name) AS title, c.place, s.minutes,
               COALESCE(a.organiser, k.name) AS organiser, a.in_charge AS "inCharge"
          FROM check_ins c
          JOIN service_records s ON s.check_in_id = c.id AND s.minutes > 0
          JOIN rule_versions v ON v.id = c.rule_version_id
          JOIN communities k ON k.id = c.community_id
          LEFT JOIN activities a ON c.batch = 'activity:' || a.id
         WHERE c.person_id IN ${entriesIn(personId)} AND c.state = 'approved'
           AND c.occurred_on >= ${from} AND c.occurred_on <= ${to}
         ORDER BY c.occurred_on, c.id`,
    tx,
  );
  if (items.length === 0) return [];
  // Held, so that none is taken back between here and the certificate that names it.
  const ids = items.map(({ checkInId }) => checkInId);
  const held = await checkInsHeld(ids, tx);
  const standing = new Set(held.filter((one) => one.reversedAt === null).map(({ id }) => id));
  return items.filter(({ checkInId }) => standing.has(checkInId));
}

/** One entry of somebody's service, and where it came from; what was taken back is below zero. */
export interface ServiceEntry {
  readonly id: number;
  readonly checkInId: number;
  readonly day: Day;
  readonly bookedAt: Instant;
  readonly minutes: number;
  readonly title: string;
  readonly rule: string;
  readonly source: Source;
  readonly isReversal: boolean;
}

const PAGE = 30;

export interface Page<T> {
  readonly items: readonly T[];
  /** The query of the next page, or null. */
  readonly next: string | null;
}

function pageOf<T extends { readonly id: number }>(all: readonly T[]): Page<T> {
  const items = all.slice(0, PAGE);
  const last = items.at(-1);
  return { items, next: all.length > PAGE && last ? `?before=${last.id}` : null };
}

const older = (column: Sql, before: number | undefined): Sql =>
  before === undefined ? empty : sql`AND ${column} < ${before}`;

/** A page of somebody's service that gives hours, newest first. */
export async function serviceEntries(
  personId: number,
  before?: number,
): Promise<Page<ServiceEntry>> {
  const all = await rows<Omit<ServiceEntry, 'isReversal'>>(
    sql`SELECT s.id, c.id AS "checkInId", s.occurred_on AS day, s.booked_at AS "bookedAt",
               s.minutes, COALESCE(a.title, v.name) AS title, v.name AS rule, c.source
          FROM check_ins c
          JOIN service_records s ON s.check_in_id = c.id
          JOIN rule_versions v ON v.id = c.rule_version_id
          LEFT JOIN activities a ON c.batch = 'activity:' || a.id
         WHERE c.person_id IN ${entriesIn(personId)} AND s.minutes <> 0 ${older(sql`s.id`, before)}
         ORDER BY s.id DESC LIMIT ${PAGE + 1}`,
  );
  return pageOf(all.map((one) => ({ ...one, isReversal: one.minutes < 0 })));
}

/** A certificate in a list. */
export interface ListedCertificate {
  readonly id: number;
  readonly communityId: number;
  readonly personId: number;
  readonly name: string;
  readonly year: number;
  readonly serial: number;
  readonly from: Day;
  readonly to: Day;
  readonly minutes: number;
  readonly issuedOn: Day;
  readonly withdrawnAt: Instant | null;
  readonly reason: string | null;
}

const certificateColumns = sql`f.id, f.community_id AS "communityId",
  COALESCE(p.merged_into_id, p.id) AS "personId", p.name, f.year, f.serial, f.from_on AS "from", f.to_on AS "to", f.minutes,
  f.issued_on AS "issuedOn", w.at AS "withdrawnAt", w.reason`;

const certificateSource = sql`certificates f
  JOIN persons p ON p.id = f.person_id
  LEFT JOIN certificate_withdrawals w ON w.certificate_id = f.id`;

/** The register of a community, or one person's certificates, newest first. */
export async function certificatesOf(
  of: { readonly communityId: number } | { readonly personId: number },
  before?: number,
): Promise<Page<ListedCertificate>> {
  const whose =
    'personId' in of
      ? sql`f.person_id IN ${entriesIn(of.personId)}`
      : sql`f.community_id = ${of.communityId}`;
  return pageOf(
    await rows<ListedCertificate>(
      sql`SELECT ${certificateColumns} FROM ${certificateSource}
           WHERE ${whose} ${older(sql`f.id`, before)} ORDER BY f.id DESC LIMIT ${PAGE + 1}`,
    ),
  );
}

/** A certificate with all that stands on it. */
export interface Certificate extends ListedCertificate {
  readonly code: string;
  readonly content: CertificateContent;
}

/** One's own, or one of the community for its managers and auditors. Refuses `no-certificate`. */
export async function readableCertificate(actor: Actor, id: number): Promise<Certificate> {
  const kept = await row<Omit<Certificate, 'content'> & { content: string }>(
    sql`SELECT ${certificateColumns}, f.code, f.content FROM ${certificateSource}
         WHERE f.id = ${id}`,
  );
  const mine = found(kept && mayRead(actor, kept) ? kept : null, 'certificate');
  return { ...mine, content: JSON.parse(mine.content) as CertificateContent };
}

/** What anybody with its code may know of a certificate; null: there is none. */
export interface CheckedCertificate extends ListedCertificate {
  readonly erasedAt: Instant | null;
  readonly issuer: string;
}

export const certificateByCode = (code: string): Promise<CheckedCertificate | null> =>
  row<CheckedCertificate>(
    sql`SELECT ${certificateColumns}, p.erased_at AS "erasedAt", k.name AS issuer
          FROM ${certificateSource} JOIN communities k ON k.id = f.community_id
         WHERE f.code = ${code}`,
  );

/** Somebody waits for a certificate. */
export interface CertificateRequest {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
  readonly askedAt: Instant;
}

export const openRequests = (
  of: { readonly communityId: number } | { readonly personId: number },
): Promise<CertificateRequest[]> =>
  rows<CertificateRequest>(
    sql`SELECT q.id, COALESCE(p.merged_into_id, p.id) AS "personId", p.name, q.from_on AS "from", q.to_on AS "to",
               q.asked_at AS "askedAt"
          FROM certificate_requests q JOIN persons p ON p.id = q.person_id
         WHERE q.certificate_id IS NULL AND q.declined_at IS NULL
           AND ${'personId' in of ? sql`q.person_id IN ${entriesIn(of.personId)}` : sql`q.community_id = ${of.communityId}`}
         ORDER BY q.id`,
  );

/** Why the last request of a person was declined, while nothing came of a later one; or null. */
export async function lastDeclined(personId: number): Promise<string | null> {
  const last = await row<{ reason: string | null }>(
    sql`SELECT reason FROM certificate_requests WHERE person_id = ${personId}
         ORDER BY id DESC LIMIT 1`,
  );
  return last?.reason ?? null;
}

/** Certificates whose content is not what it was on the day of issue. */
export async function verifyCertificates(): Promise<
  { what: string; subject: string; stored: string; computed: string }[]
> {
  const kept = await rows<{ id: number; content: string; digest: string }>(
    sql`SELECT id, content, digest FROM certificates ORDER BY id`,
  );
  return kept.flatMap(({ id, content, digest }) => {
    const computed = digestOf(JSON.parse(content) as CertificateContent);
    const difference = { what: 'digest', subject: `certificate:${id}`, stored: digest, computed };
    return computed === digest ? [] : [difference];
  });
}
