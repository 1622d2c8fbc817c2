import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, withAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { memberOf } from '../members/queries.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import type { SetRule } from '../rules/queries.ts';
import { settingsOf } from '../settings/settings.ts';
import type { NewProposal } from './forms.ts';
import { mayPropose, worthOfRule } from './policy.ts';
import type { ProposalPart } from './queries.ts';
import { addStep, tellPerson } from './steps.ts';

// What comes of tasks is proposed by them, with their result or their deadline as evidence.
const OF_TASKS: readonly string[] = ['key-led', 'key-joined', 'overdue'];

/** What may be entered by hand in a part, by the rules of a day. */
export async function proposalRules(
  streetId: number,
  part: ProposalPart,
  day: Day,
  tx?: Transaction,
): Promise<SetRule[]> {
  const rules = setOn(await adoptedSets(streetId, tx), day)?.rules.values() ?? [];
  return [...rules].filter((one) => one.part === part && !OF_TASKS.includes(one.code));
}

/**
 * Enters what is to be booked for a person, with evidence: a text, a photo or a document. A person is
 * heard of a deduction before it is booked. Refuses `enter-proposal`, `own-matter`, `no-member`,
 * `not-member-then`, `day-to-come`, `no-set-rule`, `evidence-needed`, and bad files.
 */
export async function enterProposal(
  actor: Actor,
  part: ProposalPart,
  wish: NewProposal,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ readonly id: number }> {
  const streetId = actor.communityId;
  permit(mayPropose(actor, streetId, part), 'enter-proposal');
  permit(mayPropose(actor, streetId, part, wish.personId), 'own-matter');
  if (wish.text === '' && files.length === 0) {
    throw new Refusal('invalid', 'evidence-needed', {}, 'text');
  }
  return withAttachments(files, (read) =>
    once(command, 'enter-proposal', { part, ...wish, files: digestsOf(read) }, async (tx) => {
      const rule = await ruleFor(streetId, part, wish, tx);
      const plan = { streetId, ...wish, rule, source: null, enteredById: actor.personId };
      const id = (await insertProposal(plan, tx)) as number;
      await addAttachments(streetId, `proposal:${id}`, read, actor.personId, tx);
      await addStep({ id, streetId }, { name: 'entered', by: actor.personId }, tx);
      return { id };
    }),
  );
}

async function ruleFor(
  streetId: number,
  part: ProposalPart,
  { personId, occurredOn, ruleCode }: NewProposal,
  tx: Transaction,
): Promise<SetRule> {
  const member = await memberOf(personId, streetId, tx);
  if (occurredOn > today()) throw new Refusal('invalid', 'day-to-come', {}, 'occurredOn');
  if (occurredOn < member.fromOn || (member.toOn !== null && occurredOn > member.toOn)) {
    throw new Refusal('invalid', 'not-member-then', {}, 'occurredOn');
  }
  const rules = await proposalRules(streetId, part, occurredOn, tx);
  const rule = rules.find(({ code }) => code === ruleCode);
  if (!rule) throw new Refusal('invalid', 'no-set-rule', {}, 'ruleCode');
  return rule;
}

/** A proposal as it begins; `source` names what proposed it where that was no person. */
export interface ProposalPlan {
  readonly streetId: number;
  readonly personId: number;
  readonly rule: SetRule;
  readonly occurredOn: Day;
  readonly text: string;
  readonly source: string | null;
  readonly enteredById: number;
}

/**
 * Puts a proposal into the table and tells the person, who may answer a deduction from now on.
 * Null when its source has proposed it before.
 */
export async function insertProposal(plan: ProposalPlan, tx: Transaction): Promise<number | null> {
  const { streetId, personId, rule, occurredOn, text, source, enteredById } = plan;
  const worth = worthOfRule(rule);
  const { hearingDays } = await settingsOf(streetId, tx);
  const hearUntil = worth > 0 ? null : addDays(today(), hearingDays);
  const made = await row<{ id: number }>(
    sql`INSERT INTO score_proposals (community_id, person_id, rule_id, occurred_on, text, worth,
          state, hear_until, source, entered_by_id, entered_at)
        VALUES (${streetId}, ${personId}, ${rule.id}, ${occurredOn}, ${text}, ${worth}, 'open',
                ${hearUntil}, ${source}, ${enteredById}, ${now()})
        ON CONFLICT (community_id, source) DO NOTHING RETURNING id`,
    tx,
  );
  if (!made) return null;
  const one = { ...made, streetId, personId, rule: rule.name };
  if (hearUntil === null) await tellPerson(one, 'entered', {}, tx);
  else await tellPerson(one, 'hearing', { until: hearUntil }, tx);
  return made.id;
}
