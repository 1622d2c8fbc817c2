import { today } from '../base/period.ts';
import { permit } from '../base/refusal.ts';
import { placeShown } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { endForm, ruleForm, versionForm } from './forms.ts';
import { EVIDENCE } from './models.ts';
import { grouped } from './pages.ts';
import { mayKeepRules } from './policy.ts';
import { latestRule, publicRule, restingRules, rulesOf, versionsOf } from './rule-queries.ts';
import { createRule, endRule, reviseRule, wishOf } from './rules.ts';
import { ruleColumns } from './columns.ts';

async function listPage(visitor: Actor | null, communityId: number): Promise<Answer> {
  const rules = await rulesOf(communityId);
  const mayKeep = visitor !== null && mayKeepRules(visitor, communityId);
  const only = {
    ...(await placeShown(visitor, communityId)),
    groups: grouped(rules),
    mayKeep,
    mayReport: visitor?.roles.includes('resident') ?? false,
    resting: mayKeep ? await restingRules(communityId) : [],
  };
  return page('volunteering/rules/index', { items: rules.map(publicRule) }, { only });
}

const newPage = (): Answer =>
  page(
    'volunteering/rules/new',
    {},
    { form: ruleForm, values: { effectiveFrom: today(), active: 'true' }, only: { EVIDENCE } },
  );

async function showPage(visitor: Actor | null, id: number): Promise<Answer> {
  const versions = await versionsOf(id);
  const rule = await latestRule(id);
  const mayKeep = visitor !== null && mayKeepRules(visitor, rule.communityId);
  const place = await placeShown(visitor, rule.communityId);
  return page(
    'volunteering/rules/show',
    { rule: publicRule(rule), versions: versions.map(publicRule) },
    { form: endForm, values: { lastDay: today() }, only: { ...place, mayKeep, today: today() } },
  );
}

async function editPage(actor: Actor, id: number): Promise<Answer> {
  const rule = await latestRule(id);
  permit(mayKeepRules(actor, rule.communityId), 'keep-rules');
  const values = { ...wishOf(rule), effectiveFrom: today() };
  return page(
    'volunteering/rules/edit',
    { rule: publicRule(rule) },
    { form: versionForm, values, only: { EVIDENCE } },
  );
}

/** What earns points, for everybody; and how managers change it. */
export const ruleRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/rules',
    door: 'public',
    summary: 'What earns points',
    columns: ruleColumns,
    shared: true,
    handle: ({ visitor, communityId }) => listPage(visitor, communityId),
  }),
  route({
    method: 'get',
    path: '/rules/new',
    door: ['manager', 'administrator'],
    summary: 'Form for a new rule',
    handle: () => Promise.resolve(newPage()),
  }),
  route({
    method: 'post',
    path: '/rules',
    door: ['manager', 'administrator'],
    summary: 'Add a rule',
    form: ruleForm,
    again: () => Promise.resolve(newPage()),
    handle: async ({ actor, values, command }) => {
      const rule = await createRule(actor, actor.communityId, values, command);
      return created(`/rules/${rule.id}`, { rule: publicRule(rule) }, 'volunteering.said.ruleMade');
    },
  }),
  route({
    method: 'get',
    path: '/rules/:id',
    door: 'public',
    summary: 'One rule and its versions',
    shared: true,
    handle: ({ visitor, id }) => showPage(visitor, id),
  }),
  route({
    method: 'get',
    path: '/rules/:id/edit',
    door: ['manager', 'administrator'],
    summary: 'Form for the next version of a rule',
    handle: ({ actor, id }) => editPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/rules/:id/versions',
    door: ['manager', 'administrator'],
    summary: 'Change a rule from a day on',
    form: versionForm,
    again: ({ actor, id }) => editPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const rule = await reviseRule(actor, id, values, command);
      return created(`/rules/${id}`, { rule: publicRule(rule) }, 'volunteering.said.ruleChanged');
    },
  }),
  route({
    method: 'post',
    path: '/rules/:id/end',
    door: ['manager', 'administrator'],
    summary: 'End a rule after a day',
    form: endForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const rule = await endRule(actor, id, values.lastDay, command);
      return done(`/rules/${id}`, { rule: publicRule(rule) }, 'volunteering.said.ruleEnded');
    },
  }),
];
