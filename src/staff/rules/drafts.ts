import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayChangeDraft, mayDraftRules, mayDropDraft, mayReadDrafts } from '../policy.ts';
import { refuseWrongRule } from './checking.ts';
import type { NewRule } from './checking.ts';
import type { NewDraft } from './forms.ts';
import { setOn, setsOf, wholeSet } from './queries.ts';
import type { PartLimit, SetFacts, WholeSet } from './queries.ts';
import { insertDraft, insertLimits, insertRule } from './setting-up.ts';

interface DraftId {
  readonly id: number;
}

/**
 * Makes a draft that says what the set in force says, for its maker to change. Refuses
 * `draft-rules`.
 */
export async function makeDraft(
  actor: Actor,
  streetId: number,
  wish: NewDraft,
  command: Command,
): Promise<DraftId> {
  permit(mayDraftRules(actor, streetId), 'draft-rules');
  return once(command, 'draft-rules', { streetId, wish }, async (tx) => {
    const id = await insertDraft(streetId, wish, actor.personId, tx);
    const current = await setInForce(streetId, tx);
    for (const rule of current?.rules ?? []) await insertRule(id, rule, tx);
    await insertLimits(id, current?.limits ?? [], tx);
    await noteSet(actor, streetId, 'rules-drafted', id, tx);
    return { id };
  });
}

/** The set of an office that is in force today, or null when there is none yet. */
export async function setInForce(streetId: number, tx?: Transaction): Promise<WholeSet | null> {
  const current = setOn(await setsOf(streetId, 'adopted', tx), today());
  return current && wholeSet(current.id, tx);
}

/** Names a draft, and sets the limits of its parts. Refuses as every change of a draft does. */
export function changeDetails(
  actor: Actor,
  setId: number,
  { name, effectiveFrom }: NewDraft,
  limits: readonly PartLimit[],
  command: Command,
): Promise<DraftId> {
  const input = { name, effectiveFrom, limits };
  return changeDraft(actor, setId, 'change-rule-set', input, command, async (tx) => {
    await change(
      sql`UPDATE rule_sets SET name = ${name}, effective_from = ${effectiveFrom}
           WHERE id = ${setId}`,
      tx,
    );
    await change(sql`DELETE FROM set_limits WHERE rule_set_id = ${setId}`, tx);
    await insertLimits(setId, limits, tx);
  });
}

/** Adds a rule to a draft. Refuses `set-code-taken` and what is wrong with the rule. */
export function addRule(
  actor: Actor,
  setId: number,
  rule: NewRule,
  command: Command,
): Promise<DraftId> {
  return changeDraft(actor, setId, 'add-set-rule', rule, command, async (tx) => {
    refuseWrongRule(rule);
    await insertRule(setId, rule, tx);
  });
}

/** Changes a rule of a draft. Refuses `no-rule-of-set`, and what `addRule` does. */
export function changeRule(
  actor: Actor,
  setId: number,
  ruleId: number,
  rule: NewRule,
  command: Command,
): Promise<DraftId> {
  return changeDraft(actor, setId, 'change-set-rule', { ruleId, rule }, command, async (tx) => {
    refuseWrongRule(rule);
    const { code, part, name, points, graceMinutes = 0, tiers = [], source = '' } = rule;
    await refuseTaken(setId, ruleId, code, tx);
    const changed = await change(
      sql`UPDATE set_rules
             SET code = ${code}, part = ${part}, name = ${name}, points = ${points},
                 grace_minutes = ${graceMinutes}, tiers = ${JSON.stringify(tiers)},
                 source = ${source}
           WHERE id = ${ruleId} AND rule_set_id = ${setId}`,
      tx,
    );
    found(changed === 0 ? null : changed, 'rule-of-set');
  });
}

async function refuseTaken(
  setId: number,
  ruleId: number,
  code: string,
  tx: Transaction,
): Promise<void> {
  const other = await row(
    sql`SELECT id FROM set_rules
         WHERE rule_set_id = ${setId} AND code = ${code} AND id <> ${ruleId}`,
    tx,
  );
  if (other) throw new Refusal('conflict', 'set-code-taken', {}, 'code');
}

/** Takes a rule out of a draft. Refuses `no-rule-of-set`. */
export function removeRule(
  actor: Actor,
  setId: number,
  ruleId: number,
  command: Command,
): Promise<DraftId> {
  return changeDraft(actor, setId, 'remove-set-rule', { ruleId }, command, async (tx) => {
    const removed = await change(
      sql`DELETE FROM set_rules WHERE id = ${ruleId} AND rule_set_id = ${setId}`,
      tx,
    );
    found(removed === 0 ? null : removed, 'rule-of-set');
  });
}

/** Drops a draft; it is kept to be read. Refuses `no-rule-set`, `drop-draft`, `not-draft`. */
export function dropDraft(actor: Actor, setId: number, command: Command): Promise<DraftId> {
  return once(command, 'drop-rules', { setId }, async (tx) => {
    const draft = await draftFor(actor, setId, tx);
    permit(mayDropDraft(actor, draft), 'drop-draft');
    const dropped = await change(
      sql`UPDATE rule_sets SET state = 'dropped' WHERE id = ${setId} AND state = 'draft'`,
      tx,
    );
    if (dropped === 0) throw new Refusal('conflict', 'not-draft');
    await noteSet(actor, draft.streetId, 'rules-dropped', setId, tx);
    return { id: setId };
  });
}

/** Changes a draft for its maker. Refuses `no-rule-set`, `change-draft`, `not-draft`. */
function changeDraft(
  actor: Actor,
  setId: number,
  name: string,
  input: object,
  command: Command,
  work: (tx: Transaction) => Promise<void>,
): Promise<DraftId> {
  return once(command, name, { setId, ...input }, async (tx) => {
    const draft = await draftFor(actor, setId, tx);
    permit(mayChangeDraft(actor, draft), 'change-draft');
    await takeDraft(setId, tx);
    await work(tx);
    await noteSet(actor, draft.streetId, 'rules-changed', setId, tx);
    return { id: setId };
  });
}

/** Holds a draft, so that nobody adopts it while it is changed, nor changes it while it is adopted. */
export async function takeDraft(setId: number, tx: Transaction): Promise<void> {
  const taken = await change(
    sql`UPDATE rule_sets SET name = name WHERE id = ${setId} AND state = 'draft'`,
    tx,
  );
  if (taken === 0) throw new Refusal('conflict', 'not-draft');
}

/** A set for who may see drafts of its office; nobody else learns that it is there. */
export async function draftFor(actor: Actor, setId: number, tx?: Transaction): Promise<WholeSet> {
  const set = await wholeSet(setId, tx);
  return found(mayReadDrafts(actor, set.streetId) ? set : null, 'rule-set');
}

/** Notes what was done with a set. */
export const noteSet = (
  actor: Actor,
  streetId: SetFacts['streetId'],
  name: string,
  setId: number,
  tx: Transaction,
): Promise<void> =>
  note({ communityId: streetId, personId: actor.personId, name, subject: `rule-set:${setId}` }, tx);
