import sql from 'sql-template-tag';
import { lockRows, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { DaySpan } from '../../base/period.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import type { Lift, NewIncident } from '../scoring/incidents.ts';
import type { By, Settlement } from '../scoring/settling.ts';
import { among, knownFacts, nameOfDay, spanOf } from './facts.ts';
import type { KnownFacts, PersonDay } from './facts.ts';
import { attendanceKey, outcomeOf } from './outcome.ts';
import type { DayFacts, Fact, Moment, Outcome } from './outcome.ts';

const MOMENTS = ['in', 'out'] as const;

/** What stands of a moment before it is settled. */
interface Standing {
  readonly key: string;
  readonly ruleCode: string;
  readonly note: string | null;
}

/**
 * Makes the incidents of these days what the facts of them make: whatever a file, an assessor or a
 * leave has changed, the same facts give the same points.
 */
export async function settleDays(
  streetId: number,
  days: readonly PersonDay[],
  by: By,
  tx: Transaction,
): Promise<Settlement> {
  if (days.length === 0) return { booked: 0, reversed: 0 };
  // Two who settle for one office take turns before they read, not only before they write.
  await lockRows('communities', [streetId], tx);
  const people = [...new Set(days.map(({ personId }) => personId))];
  const span = spanOf(days);
  const known = await knownFacts(streetId, people, span, tx);
  const standing = await standingOf(streetId, people, span, tx);
  const stand: NewIncident[] = [];
  const lift: Lift[] = [];
  const distinct = new Map(days.map((one) => [nameOfDay(one), one]));
  for (const one of distinct.values()) {
    const facts = known.of(one);
    const outcome = outcomeOf(facts);
    for (const moment of MOMENTS) {
      const key = attendanceKey(one.personId, one.day, moment);
      const fact = outcome.facts.find((it) => it.moment === moment);
      const before = standing.get(key);
      if (fact && !isAs(before, fact)) stand.push(incidentOf(one, fact, key, known, by));
      if (!fact && before) lift.push({ key, why: whyNot(facts, outcome, moment) });
    }
  }
  return settleIncidents(streetId, { stand, lift }, by, tx);
}

const isAs = (before: Standing | undefined, { ruleCode, note }: Fact): boolean =>
  before?.ruleCode === ruleCode && before.note === (note ?? null);

function incidentOf(
  one: PersonDay,
  { ruleCode, note, saidById }: Fact,
  key: string,
  known: KnownFacts,
  by: By,
): NewIncident {
  const kept = known.dayRow(one);
  return {
    personId: one.personId,
    part: 'attendance',
    ruleCode,
    occurredOn: one.day,
    key,
    subject: kept ? `attendance-day:${kept.id}` : `attendance:${one.personId}`,
    note,
    enteredById: saidById ?? by.personId,
  };
}

function whyNot({ words }: DayFacts, { onLeave }: Outcome, moment: Moment): string {
  if (words[moment]?.word === 'none') return 'withdrawn';
  return onLeave ? 'leave' : 'corrected';
}

async function standingOf(
  streetId: number,
  people: readonly number[],
  { from, to }: DaySpan,
  tx: Transaction,
): Promise<ReadonlyMap<string, Standing>> {
  const found = await rows<Standing>(
    sql`SELECT key, rule_code AS "ruleCode", note FROM score_incidents
         WHERE community_id = ${streetId} AND occurred_on >= ${from} AND occurred_on < ${to}
           AND part = 'attendance' AND state = 'stands' ${among(people)}`,
    tx,
  );
  return new Map(found.map((one) => [one.key, one]));
}
