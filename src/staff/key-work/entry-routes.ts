import { created, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { enterProposal } from '../proposals/entry.ts';
import { listQuery, proposalForm } from '../proposals/forms.ts';
import { listPage, newPage } from '../proposals/pages.ts';
import { proposalColumns } from '../columns.ts';

/** Key work that is no task: honours, petitions settled, criticism. Heard and decided as breaches are. */
export const keyWorkEntryRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/key-work/entries',
    door: ['staff', 'assessor', 'leader', 'auditor'],
    summary: 'Other entries of key work: the office’s, or one’s own',
    columns: proposalColumns,
    query: listQuery,
    handle: ({ actor, query }) => listPage(actor, 'key-work', query),
  }),
  route({
    method: 'get',
    path: '/staff/key-work/entries/new',
    door: ['assessor', 'leader'],
    summary: 'Form for an honour, a settled petition or a criticism',
    handle: ({ actor }) => newPage(actor, 'key-work'),
  }),
  route({
    method: 'post',
    path: '/staff/key-work/entries',
    door: ['assessor', 'leader'],
    summary: 'Enter an honour, a settled petition or a criticism with evidence, for approval',
    form: proposalForm,
    upload: attachmentUpload,
    again: ({ actor }) => newPage(actor, 'key-work'),
    handle: async ({ actor, values, files, command }) => {
      const entered = await enterProposal(actor, 'key-work', values, files, command);
      return created(`/staff/proposals/${entered.id}`, entered, 'staff.proposals.said.entered');
    },
  }),
];
