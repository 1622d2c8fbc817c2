import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { letRead } from '../attachments/attachments.ts';
import { mayReadScore } from '../policy.ts';
import type { Stage } from './policy.ts';

export const PROPOSAL_PARTS = ['discipline', 'key-work'] as const;
/** What is proposed, heard and decided before it is booked. */
export type ProposalPart = (typeof PROPOSAL_PARTS)[number];

export type ProposalState = 'open' | 'booked' | 'dropped' | 'withdrawn' | 'reversed';

/** What somebody proposes to book for a person. */
export interface Proposal {
  readonly id: number;
  readonly streetId: number;
  readonly personId: number;
  readonly person: string;
  readonly part: ProposalPart;
  readonly ruleCode: string;
  readonly rule: string;
  readonly occurredOn: Day;
  readonly text: string;
  /** The heaviest that the rule may make of it, signed. */
  readonly worth: number;
  readonly state: ProposalState;
  /** The last day on which the person may answer; null: nobody is heard of an addition. */
  readonly hearUntil: Day | null;
  readonly answeredAt: Instant | null;
  readonly answer: string | null;
  /** What proposed it, where that was no person: `task:5`. */
  readonly source: string | null;
  readonly enteredById: number;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  readonly decidedById: number | null;
}

const proposalsWhere = (which: Sql): Sql => sql`
  SELECT p.id, p.community_id AS "streetId", p.person_id AS "personId", w.name AS person, s.part,
         s.code AS "ruleCode", s.name AS rule, p.occurred_on AS "occurredOn", p.text, p.worth,
         p.state, p.hear_until AS "hearUntil", p.answered_at AS "answeredAt", p.answer, p.source,
         p.entered_by_id AS "enteredById", e.name AS "enteredBy", p.entered_at AS "enteredAt",
         p.decided_by_id AS "decidedById"
    FROM score_proposals p
    JOIN set_rules s ON s.id = p.rule_id
    JOIN persons w ON w.id = p.person_id
    JOIN persons e ON e.id = p.entered_by_id
   WHERE ${which}`;

/** A proposal of the office. Refuses `no-proposal`. */
export async function proposalOf(
  streetId: number,
  id: number,
  tx?: Transaction,
): Promise<Proposal> {
  const which = sql`p.id = ${id} AND p.community_id = ${streetId}`;
  return found(await row<Proposal>(proposalsWhere(which), tx), 'proposal');
}

/** A proposal for the person whom it is about and for those who see all. Refuses `no-proposal`. */
export async function readableProposal(
  actor: Actor,
  streetId: number,
  id: number,
): Promise<Proposal> {
  const one = await proposalOf(streetId, id);
  return found(mayReadScore(actor, streetId, one.personId) ? one : null, 'proposal');
}

export interface ProposalWish {
  readonly part?: ProposalPart | undefined;
  readonly stage?: Stage | undefined;
  readonly personId?: number | undefined;
  readonly before?: number | undefined;
}

const PAGE = 30;

/** A page of proposals, newest first. */
export async function proposalsOf(
  streetId: number,
  { part, stage, personId, before }: ProposalWish,
): Promise<{ items: Proposal[]; next: string | null }> {
  const wishes = [
    sql`p.community_id = ${streetId}`,
    part ? sql`s.part = ${part}` : empty,
    personId === undefined ? empty : sql`p.person_id = ${personId}`,
    before === undefined ? empty : sql`p.id < ${before}`,
    stage ? inStage(stage) : empty,
  ].filter((one) => one !== empty);
  const kept = await rows<Proposal>(
    sql`${proposalsWhere(join(wishes, ' AND '))} ORDER BY p.id DESC LIMIT ${PAGE + 1}`,
  );
  const items = kept.slice(0, PAGE);
  const last = items.at(-1);
  const isMore = kept.length > PAGE && last !== undefined;
  const query = new URLSearchParams({ ...(stage ? { stage } : {}), before: String(last?.id) });
  return { items, next: isMore ? query.toString() : null };
}

/** What `stageOf` says, as the database asks it. */
function inStage(stage: Stage): Sql {
  const isHeard = sql`(p.hear_until IS NULL OR p.answered_at IS NOT NULL
                       OR p.hear_until < ${today()})`;
  if (stage === 'hearing') return sql`p.state = 'open' AND NOT ${isHeard}`;
  if (stage === 'waiting') return sql`p.state = 'open' AND ${isHeard}`;
  return sql`p.state = ${stage}`;
}

/** What happened to a proposal, in order; nobody's name: the system at night. */
export interface ProposalStep {
  readonly name: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly at: Instant;
}

export const proposalSteps = (id: number): Promise<ProposalStep[]> =>
  rows<ProposalStep>(
    sql`SELECT t.name, b.name AS by, t.reason, t.at FROM score_proposal_steps t
          LEFT JOIN persons b ON b.id = t.person_id
         WHERE t.proposal_id = ${id} ORDER BY t.id`,
  );

/** Evidence and answers are read by who may read the proposal. */
async function mayReadEvidence(id: number, actor: Actor): Promise<boolean> {
  const one = await row<{ streetId: number; personId: number }>(
    sql`SELECT community_id AS "streetId", person_id AS "personId" FROM score_proposals
         WHERE id = ${id}`,
  );
  return one !== null && mayReadScore(actor, one.streetId, one.personId);
}

letRead('proposal', mayReadEvidence);
letRead('answer', mayReadEvidence);
