import sql, { empty, join } from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Facts } from '../base/refusal.ts';
import type { Actor, TenantKind } from './actor.ts';
import { peopleByIds } from './queries.ts';
import type { KnownPerson } from './queries.ts';

/** Something that was done, with the names of those who did it and whom it was done to. */
export interface AuditLine {
  readonly id: number;
  readonly name: string;
  readonly at: string;
  readonly personId: number | null;
  /** Null: the system itself. */
  readonly personName: string | null;
  /** `person:7`, `check-in:7`. */
  readonly subject: string;
  /** The name of the person whom it was done to, when it was a person. */
  readonly subjectName: string | null;
  readonly communityName: string | null;
  readonly communityKind: TenantKind | null;
  readonly facts: Facts;
}

interface AuditRow extends Omit<AuditLine, 'personName' | 'subjectName' | 'facts'> {
  readonly facts: string;
}

/** What the list is narrowed to. */
export interface AuditFilter {
  readonly event?: string;
  /** Only what came before the event of this id. */
  readonly before?: number;
}

const PAGE_SIZE = 50;

/** What was done where the actor may look, newest first; `next` is the id to ask `before`. */
export async function auditLines(
  actor: Actor,
  { event, before }: AuditFilter,
): Promise<{ items: AuditLine[]; next: number | null }> {
  const events = await rows<AuditRow>(
    sql`SELECT e.id, e.name, e.at, e.person_id AS "personId", e.subject, e.facts,
               c.name AS "communityName", c.kind AS "communityKind"
          FROM audit_events e LEFT JOIN communities c ON c.id = e.community_id
         WHERE ${whereAudited(actor)}
           ${event === undefined ? empty : sql`AND e.name = ${event}`}
           ${before === undefined ? empty : sql`AND e.id < ${before}`}
         ORDER BY e.id DESC LIMIT ${PAGE_SIZE + 1}`,
  );
  const shown = events.slice(0, PAGE_SIZE);
  const people = await peopleByIds(shown.flatMap(personsIn));
  const next = events.length > PAGE_SIZE ? (shown.at(-1)?.id ?? null) : null;
  return { items: shown.map((one) => lineFrom(one, people)), next };
}

// The words of events are few; so many of the last show all that are in use.
const RECENT = 2_000;

/** The words of the events that were lately noted where the actor may look. */
export async function auditedEvents(actor: Actor): Promise<string[]> {
  const names = await rows<{ name: string }>(
    sql`SELECT DISTINCT recent.name
          FROM (SELECT e.name FROM audit_events e WHERE ${whereAudited(actor)}
                 ORDER BY e.id DESC LIMIT ${RECENT}) AS recent
         ORDER BY recent.name`,
  );
  return names.map(({ name }) => name);
}

function whereAudited(actor: Actor): ReturnType<typeof sql> {
  const grants = actor.grants.filter(({ role }) => role === 'auditor' || role === 'administrator');
  if (grants.some(({ communityId }) => communityId === null)) return sql`TRUE`;
  const places = grants.flatMap(({ communityId }) => communityId ?? []);
  return places.length === 0 ? sql`FALSE` : sql`e.community_id IN (${join(places)})`;
}

const subjectPersonOf = (subject: string): number | null => {
  const id = /^person:(\d+)$/.exec(subject)?.[1];
  return id === undefined ? null : Number(id);
};

const personsIn = ({ personId, subject }: AuditRow): number[] =>
  [personId, subjectPersonOf(subject)].filter((id) => id !== null);

function lineFrom(event: AuditRow, people: ReadonlyMap<number, KnownPerson>): AuditLine {
  const nameOf = (id: number | null): string | null =>
    id === null ? null : (people.get(id)?.name ?? null);
  return {
    ...event,
    facts: JSON.parse(event.facts) as Facts,
    personName: nameOf(event.personId),
    subjectName: nameOf(subjectPersonOf(event.subject)),
  };
}
