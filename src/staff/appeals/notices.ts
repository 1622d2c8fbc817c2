import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { communityById } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { appealOf, appealSteps, readableAppeal } from './queries.ts';

/** The formal notice that clears a person. */
export interface Notice {
  readonly id: number;
  readonly personId: number;
  readonly person: string;
  readonly street: string;
  readonly shortName: string;
  /** Of the office and the year in which it was cleared. */
  readonly number: number;
  readonly year: number;
  readonly rule: string;
  readonly occurredOn: Day;
  readonly madeAt: Instant;
  readonly decidedAt: Instant;
  readonly pointsBefore: number;
  readonly reason: string;
  /** Whether the person wants it shown inside the office. */
  readonly shown: boolean;
}

/**
 * A notice for those who may read the appeal, and for all of the office once the person wants it
 * shown. Refuses `no-appeal`, and `no-notice` where nobody was cleared.
 */
export async function readableNotice(actor: Actor, streetId: number, id: number): Promise<Notice> {
  const known = await appealOf(streetId, id);
  const one = known.noticeShown ? known : await readableAppeal(actor, streetId, id);
  const cleared = (await appealSteps(id)).find(({ name }) => name === 'cleared');
  const { name: street, shortName } = await communityById(streetId);
  const { personId, person, rule, occurredOn, madeAt, pointsBefore, noticeShown: shown } = one;
  return {
    ...{ id, personId, person, street, shortName, rule, occurredOn, madeAt, pointsBefore, shown },
    number: found(one.noticeNumber, 'notice'),
    year: found(one.noticeYear, 'notice'),
    decidedAt: found(one.decidedAt, 'notice'),
    reason: found(cleared?.reason, 'notice'),
  };
}

/** A notice in the list of those that are shown. */
export type ShownNotice = Pick<Notice, 'id' | 'person' | 'rule' | 'decidedAt' | 'year' | 'number'>;

const SHOWN_MAX = 60;

/** The notices that the persons whom they clear want shown inside the office, newest first. */
export const shownNotices = (streetId: number): Promise<ShownNotice[]> =>
  rows<ShownNotice>(
    sql`SELECT a.id, p.name AS person, s.name AS rule, a.decided_at AS "decidedAt",
               a.notice_year AS year, a.notice_number AS number
          FROM score_appeals a
          JOIN persons p ON p.id = a.person_id
          JOIN score_entries e ON e.id = (SELECT MAX(l.id) FROM score_entries l
                                           WHERE l.incident_id = a.incident_id
                                             AND l.reverses_id IS NULL)
          JOIN set_rules s ON s.id = e.rule_id
         WHERE a.community_id = ${streetId} AND a.notice_shown = TRUE
         ORDER BY a.id DESC LIMIT ${SHOWN_MAX}`,
  );
