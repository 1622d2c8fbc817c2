import { today } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { attachmentsOf } from '../attachments/attachments.ts';
import { membersOf } from '../members/queries.ts';
import { mayReadScores } from '../policy.ts';
import { settingsOf } from '../settings/settings.ts';
import { streetOf } from '../street.ts';
import { proposalRules } from './entry.ts';
import { answerForm, decisionForm, proposalForm, STAGES } from './forms.ts';
import type { ListQuery } from './forms.ts';
import { mayDecide, mayPropose, needsSecond, stageOf } from './policy.ts';
import { proposalsOf, proposalSteps, readableProposal } from './queries.ts';
import type { ProposalPart } from './queries.ts';
import { reversibleAmong } from './reversal.ts';

/** The list of a part: all of the office for who assesses, leads or audits; else one's own. */
export async function listPage(
  actor: Actor,
  part: ProposalPart,
  query: ListQuery,
): Promise<Answer> {
  const streetId = await streetOf(actor);
  const seesAll = mayReadScores(actor, streetId);
  const own = seesAll ? {} : { personId: actor.personId };
  const { items, next } = await proposalsOf(streetId, { part, ...query, ...own });
  const shown = items.map((one) => ({ ...one, stage: stageOf(one, today()) }));
  const only = {
    stages: STAGES,
    stage: query.stage ?? null,
    seesAll,
    mayEnter: mayPropose(actor, streetId, part),
  };
  return page(
    `staff/${part}/${part === 'discipline' ? 'index' : 'entries/index'}`,
    { items: shown, next },
    { only },
  );
}

/** The form for something new of a part, about anybody but oneself. */
export async function newPage(actor: Actor, part: ProposalPart): Promise<Answer> {
  const streetId = await streetOf(actor);
  const members = await membersOf(streetId);
  const { hearingDays, secondApprovalFrom } = await settingsOf(streetId);
  const rules = await proposalRules(streetId, part, today());
  const only = {
    members: members.filter(({ personId }) => personId !== actor.personId),
    rules: rules.map(({ code, name }) => ({ code, name })),
    hearingDays,
    secondApprovalFrom,
  };
  const extras = { form: proposalForm, values: { occurredOn: today() }, only };
  return page(`staff/${part}/${part === 'discipline' ? 'new' : 'entries/new'}`, {}, extras);
}

/** One proposal with its evidence, its answer, its steps, and what the reader may do with it. */
export async function proposalPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  const one = await readableProposal(actor, streetId, id);
  const { secondApprovalFrom } = await settingsOf(streetId);
  const stage = stageOf(one, today());
  const isOpen = one.state === 'open';
  const [reversible] = await reversibleAmong(actor, streetId, [`proposal:${id}`]);
  const data = {
    proposal: { ...one, stage },
    evidence: await attachmentsOf(`proposal:${id}`),
    answerFiles: await attachmentsOf(`answer:${id}`),
    steps: await proposalSteps(id),
  };
  const mayAnswer = stage === 'hearing' && one.personId === actor.personId;
  const only = {
    isSecondNeeded: needsSecond(one.worth, secondApprovalFrom),
    mayAnswer,
    mayDecide: isOpen && mayDecide(actor, one, secondApprovalFrom),
    mayWithdraw: isOpen && one.enteredById === actor.personId,
    reversibleId: reversible?.incidentId ?? null,
    seesAll: mayReadScores(actor, streetId),
  };
  return page('staff/proposals/show', data, { form: mayAnswer ? answerForm : decisionForm, only });
}
