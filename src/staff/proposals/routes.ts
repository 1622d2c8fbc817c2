import { done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { showAt } from '../evidence.ts';
import { answerProposal, waiveAnswer } from './answer.ts';
import { decideProposal, withdrawProposal } from './decision.ts';
import { answerForm, decisionForm, reasonForm } from './forms.ts';
import { proposalPage } from './pages.ts';
import { reverseIncident } from './reversal.ts';

const addressOf = (id: number): string => `/staff/proposals/${id}`;

showAt('proposal', addressOf);

/** What is proposed to be booked for a person: their answer, the decision, and undoing it. */
export const proposalRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/proposals/:id',
    door: ['staff', 'assessor', 'leader', 'auditor'],
    summary: 'What is proposed to be booked for a person, with evidence, answer and steps',
    handle: ({ actor, id }) => proposalPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/proposals/:id/answer',
    door: ['staff'],
    summary: 'Answer what is proposed to be booked for oneself',
    form: answerForm,
    upload: attachmentUpload,
    again: ({ actor, id }) => proposalPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const answered = await answerProposal(actor, id, values.answer, files, command);
      return done(addressOf(id), answered, 'staff.proposals.said.answered');
    },
  }),
  route({
    method: 'post',
    path: '/staff/proposals/:id/waiver',
    door: ['staff'],
    summary: 'Say that one has nothing to add',
    handle: async ({ actor, id, command }) => {
      const answered = await waiveAnswer(actor, id, command);
      return done(addressOf(id), answered, 'staff.proposals.said.waived');
    },
  }),
  route({
    method: 'post',
    path: '/staff/proposals/:id/decision',
    door: ['assessor', 'leader'],
    summary: 'Book or drop what was proposed, once the person was heard',
    form: decisionForm,
    again: ({ actor, id }) => proposalPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const decided = await decideProposal(actor, id, values, command);
      return done(addressOf(id), decided, `staff.proposals.said.${decided.state}`);
    },
  }),
  route({
    method: 'post',
    path: '/staff/proposals/:id/withdrawal',
    door: ['assessor', 'leader'],
    summary: 'Take back what one proposed, before it is decided',
    form: reasonForm,
    handle: async ({ actor, id, values, command }) => {
      const withdrawn = await withdrawProposal(actor, id, values.reason, command);
      return done(addressOf(id), withdrawn, 'staff.proposals.said.withdrawn');
    },
  }),
  route({
    method: 'post',
    path: '/staff/incidents/:id/reversal',
    door: ['assessor', 'leader'],
    summary: 'Undo what was booked of discipline or key work, as a second person, with a reason',
    form: reasonForm,
    handle: async ({ actor, id, values, command }) => {
      const undone = await reverseIncident(actor, id, values.reason, command);
      const [kind, of] = undone.subject.split(':');
      const location = kind === 'task' ? `/staff/key-work/${of}` : `/staff/proposals/${of}`;
      return done(location, undone, 'staff.proposals.said.reversed');
    },
  }),
];
