import { created, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { enterProposal } from '../proposals/entry.ts';
import { listQuery, proposalForm } from '../proposals/forms.ts';
import { listPage, newPage } from '../proposals/pages.ts';
import { proposalColumns } from '../columns.ts';

/** Breaches of discipline: recorded with evidence, heard, then decided like every proposal. */
export const disciplineRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/discipline',
    door: ['staff', 'assessor', 'leader', 'auditor'],
    summary: 'Recorded breaches of discipline: the office’s, or one’s own',
    columns: proposalColumns,
    query: listQuery,
    handle: ({ actor, query }) => listPage(actor, 'discipline', query),
  }),
  route({
    method: 'get',
    path: '/staff/discipline/new',
    door: ['assessor'],
    summary: 'Form for a breach of discipline',
    handle: ({ actor }) => newPage(actor, 'discipline'),
  }),
  route({
    method: 'post',
    path: '/staff/discipline',
    door: ['assessor'],
    summary: 'Record a breach of discipline with evidence; the person is heard first',
    form: proposalForm,
    upload: attachmentUpload,
    again: ({ actor }) => newPage(actor, 'discipline'),
    handle: async ({ actor, values, files, command }) => {
      const entered = await enterProposal(actor, 'discipline', values, files, command);
      return created(`/staff/proposals/${entered.id}`, entered, 'staff.proposals.said.entered');
    },
  }),
];
