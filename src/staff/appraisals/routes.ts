import type Joi from 'joi';
import type { Command } from '../../base/command.ts';
import type { Actor, Role } from '../../people/index.ts';
import { done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import {
  commentForm,
  confirmationForm,
  proposalForm,
  reopeningForm,
  signatureForm,
  summaryForm,
} from './forms.ts';
import { confirmGrade, proposeGrade, reopenAppraisal } from './grading.ts';
import { appraisalPage, meetingPage, sheetPage } from './page.ts';
import type { FormName } from './page.ts';
import { signAppraisal } from './signature.ts';
import { commentOn, writeSummary } from './writing.ts';
import type { Which } from './writing.ts';

interface Act<V> {
  readonly name: FormName;
  readonly door: readonly Role[];
  readonly summary: string;
  readonly form: Joi.ObjectSchema<V>;
  readonly said: string;
  readonly verb: (actor: Actor, id: number, values: V, command: Command) => Promise<Which>;
}

/** Something that is done to an appraisal, from its page and back to it. */
const act = <V>({ name, door, summary, form, said, verb }: Act<V>): Route =>
  route<V, unknown>({
    method: 'post',
    path: `/staff/appraisals/:id/${name}`,
    door,
    summary,
    form,
    again: ({ actor, id }) => appraisalPage(actor, id, name),
    handle: async ({ actor, id, values, command }) => {
      const appraisal = await verb(actor, id, values, command);
      return done(`/staff/appraisals/${id}`, { appraisal }, said);
    },
  });

const READERS = ['staff', 'assessor', 'leader', 'auditor'] as const;

/** What is said and decided of one person in a quarter or a year. */
export const appraisalRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/appraisals/:id',
    door: READERS,
    summary: 'What a review says of a staff member, with what may be done next',
    handle: ({ actor, id }) => appraisalPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/appraisals/:id/meeting',
    door: ['assessor', 'leader'],
    summary: 'One staff member, large, for the review meeting',
    handle: ({ actor, id }) => meetingPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/appraisals/:id/print',
    door: READERS,
    summary: 'The official sheet of a staff member, for A4',
    handle: ({ actor, id }) => sheetPage(actor, id),
  }),
  act({
    name: 'summary',
    door: ['staff'],
    summary: 'Write one’s own account of the time',
    form: summaryForm,
    said: 'staff.appraisals.said.summary',
    verb: (actor, id, { summary }, command) => writeSummary(actor, id, summary, command),
  }),
  act({
    name: 'comment',
    door: ['leader'],
    summary: 'Comment on a staff member',
    form: commentForm,
    said: 'staff.appraisals.said.comment',
    verb: (actor, id, { comment }, command) => commentOn(actor, id, comment, command),
  }),
  act({
    name: 'proposal',
    door: ['assessor', 'leader'],
    summary: 'Propose a grade, with reasons',
    form: proposalForm,
    said: 'staff.appraisals.said.proposal',
    verb: proposeGrade,
  }),
  act({
    name: 'confirmation',
    door: ['leader'],
    summary: 'Confirm a proposed grade, with reasons',
    form: confirmationForm,
    said: 'staff.appraisals.said.confirmation',
    verb: (actor, id, { confirmation }, command) => confirmGrade(actor, id, confirmation, command),
  }),
  act({
    name: 'reopening',
    door: ['leader'],
    summary: 'Send a proposal back, or correct what was confirmed, with a reason',
    form: reopeningForm,
    said: 'staff.appraisals.said.reopening',
    verb: (actor, id, { why }, command) => reopenAppraisal(actor, id, why, command),
  }),
  act({
    name: 'signature',
    door: ['staff'],
    summary: 'Sign that one has read one’s appraisal',
    form: signatureForm,
    said: 'staff.appraisals.said.signature',
    verb: (actor, id, { remark }, command) => signAppraisal(actor, id, remark, command),
  }),
];
