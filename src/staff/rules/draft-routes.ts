import { nextQuarter, quarterDays, quarterOfDay, today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor, Role } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { mayChangeDraft, mayDraftRules } from '../policy.ts';
import { streetOf } from '../street.ts';
import { adoptDraft } from './adoption.ts';
import { TIERS_MAX } from './checking.ts';
import {
  addRule,
  changeDetails,
  changeRule,
  draftFor,
  dropDraft,
  makeDraft,
  removeRule,
  setInForce,
} from './drafts.ts';
import {
  adoptionForm,
  detailsForm,
  draftForm,
  limitsIn,
  limitValues,
  ruleForm,
  ruleIn,
  ruleValues,
} from './forms.ts';
import { setPage } from './pages.ts';
import { PARTS } from './queries.ts';
import type { WholeSet } from './queries.ts';

const KEEPERS: readonly Role[] = ['assessor', 'leader', 'administrator'];
const DECIDERS: readonly Role[] = ['leader', 'administrator'];

async function newPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayDraftRules(actor, streetId), 'draft-rules');
  const current = await setInForce(streetId);
  const effectiveFrom = quarterDays(nextQuarter(quarterOfDay(today()))).from;
  const values = { name: current?.name ?? '', effectiveFrom };
  return page('staff/rules/new', { current }, { form: draftForm, values });
}

/** A draft for its maker to change. */
async function ownDraft(actor: Actor, id: number): Promise<WholeSet> {
  const set = await draftFor(actor, id);
  permit(mayChangeDraft(actor, set), 'change-draft');
  if (set.state !== 'draft') throw new Refusal('conflict', 'not-draft');
  return set;
}

async function editPage(actor: Actor, id: number): Promise<Answer> {
  const set = await ownDraft(actor, id);
  const { name, effectiveFrom, limits } = set;
  const values = { name, effectiveFrom, ...limitValues(limits) };
  return page('staff/rules/edit', { set }, { form: detailsForm, values, only: { PARTS } });
}

const RULE_ONLY = { PARTS, TIERS_MAX };

async function newRulePage(actor: Actor, id: number): Promise<Answer> {
  const set = await ownDraft(actor, id);
  const values = { part: PARTS[0], graceMinutes: 0 };
  return page('staff/rules/rules/new', { set }, { form: ruleForm, values, only: RULE_ONLY });
}

async function editRulePage(actor: Actor, id: number, ruleId: number): Promise<Answer> {
  const set = await ownDraft(actor, id);
  const rule = found(
    set.rules.find((one) => one.id === ruleId),
    'rule-of-set',
  );
  const extras = { form: ruleForm, values: ruleValues(rule), only: RULE_ONLY };
  return page('staff/rules/rules/edit', { set, rule }, extras);
}

const draftPages: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/rules/new',
    door: KEEPERS,
    summary: 'Form for a draft of rules',
    handle: ({ actor }) => newPage(actor),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/edit',
    door: KEEPERS,
    summary: 'Form for the head and the limits of a draft',
    handle: ({ actor, id }) => editPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/rules/new',
    door: KEEPERS,
    summary: 'Form for a rule of a draft',
    handle: ({ actor, id }) => newRulePage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/rules/:rule/edit',
    door: KEEPERS,
    summary: 'Form to change a rule of a draft',
    handle: ({ actor, id, number }) => editRulePage(actor, id, number('rule')),
  }),
];

const draftChanges: readonly Route[] = [
  route({
    method: 'post',
    path: '/staff/rules',
    door: KEEPERS,
    summary: 'Make a draft of rules from those in force',
    form: draftForm,
    again: ({ actor }) => newPage(actor),
    handle: async ({ actor, values, command }) => {
      const made = await makeDraft(actor, await streetOf(actor), values, command);
      return created(`/staff/rules/${made.id}`, { ...made }, 'staff.rules.said.drafted');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/details',
    door: KEEPERS,
    summary: 'Change the head and the limits of a draft',
    form: detailsForm,
    again: ({ actor, id }) => editPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const changed = await changeDetails(actor, id, values, limitsIn(values), command);
      return done(`/staff/rules/${id}`, { ...changed }, 'staff.rules.said.saved');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/rules',
    door: KEEPERS,
    summary: 'Add a rule to a draft',
    form: ruleForm,
    again: ({ actor, id }) => newRulePage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const added = await addRule(actor, id, ruleIn(values), command);
      return created(`/staff/rules/${id}`, { ...added }, 'staff.rules.said.saved');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/rules/:rule',
    door: KEEPERS,
    summary: 'Change a rule of a draft',
    form: ruleForm,
    again: ({ actor, id, number }) => editRulePage(actor, id, number('rule')),
    handle: async ({ actor, id, number, values, command }) => {
      const changed = await changeRule(actor, id, number('rule'), ruleIn(values), command);
      return done(`/staff/rules/${id}`, { ...changed }, 'staff.rules.said.saved');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/rules/:rule/removal',
    door: KEEPERS,
    summary: 'Take a rule out of a draft',
    handle: async ({ actor, id, number, command }) => {
      const changed = await removeRule(actor, id, number('rule'), command);
      return done(`/staff/rules/${id}`, { ...changed }, 'staff.rules.said.removed');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/drop',
    door: KEEPERS,
    summary: 'Drop a draft',
    handle: async ({ actor, id, command }) => {
      const dropped = await dropDraft(actor, id, command);
      return done('/staff/rules', { ...dropped }, 'staff.rules.said.dropped');
    },
  }),
  route({
    method: 'post',
    path: '/staff/rules/:id/adoption',
    door: DECIDERS,
    summary: 'Put a draft in force from a day on',
    form: adoptionForm,
    again: ({ actor, id }) => setPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const adopted = await adoptDraft(actor, id, values, command);
      return done(`/staff/rules/${id}`, { ...adopted }, 'staff.rules.said.adopted');
    },
  }),
];

/** Making drafts, changing and dropping them, and putting them in force. */
export const draftRoutes: readonly Route[] = [...draftPages, ...draftChanges];
