import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { draftCycle } from './drafting.ts';
import {
  castingForm,
  cycleForm,
  emptyForm,
  residentSearchForm,
  rosterForm,
  slipsForm,
  voterForm,
} from './forms.ts';
import { beginIssuing } from './issuing.ts';
import {
  cyclePage,
  cyclesPage,
  newCyclePage,
  ownResultsPage,
  ratedPage,
  resultsPage,
  slipsPage,
  votersPage,
} from './pages.ts';
import { tickSlip, untickSlip } from './papers.ts';
import { beginCasting, cancelCycle, closeCycle } from './phases.ts';
import { addRated, addVoter, removeRated, removeVoter } from './roster.ts';
import { printSlips } from './slips.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;
const at = (id: number, part = ''): string => `/staff/evaluations/${id}${part}`;

const reading: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/evaluations',
    door: [...READERS, 'staff'],
    summary: 'Evaluations of the office, and one’s own papers',
    handle: ({ actor }) => cyclesPage(actor),
  }),
  route({
    method: 'get',
    path: '/staff/evaluations/:id',
    door: READERS,
    summary: 'An evaluation with its phase and turnout',
    handle: ({ actor, id }) => cyclePage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/evaluations/:id/voters',
    door: READERS,
    summary: 'Who may vote, and who has a paper',
    handle: ({ actor, id }) => votersPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/evaluations/:id/rated',
    door: READERS,
    summary: 'Who is rated',
    handle: ({ actor, id }) => ratedPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/evaluations/:id/results',
    door: READERS,
    summary: 'Results of a closed evaluation',
    handle: ({ actor, id }) => resultsPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/evaluation',
    door: ['staff'],
    summary: 'One’s own evaluation results',
    handle: ({ actor }) => ownResultsPage(actor),
  }),
];

const drafting: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/evaluations/new',
    door: ['assessor'],
    summary: 'Form for an evaluation',
    handle: ({ actor }) => newCyclePage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations',
    door: ['assessor'],
    summary: 'Draft an evaluation',
    form: cycleForm,
    again: ({ actor }) => newCyclePage(actor),
    handle: async ({ actor, values, command }) => {
      const { id } = await draftCycle(actor, values, command);
      return created(at(id), { id }, 'staff.evaluation.said.drafted');
    },
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/voters',
    door: ['assessor'],
    summary: 'Let a person vote in a group',
    form: voterForm,
    again: ({ actor, id }) => votersPage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      created(
        at(id, '/voters'),
        await addVoter(actor, id, values, command),
        'staff.evaluation.said.added',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/voters/:person/removal',
    door: ['assessor'],
    summary: 'Take a person off the voters’ list',
    handle: async ({ actor, id, number, command }) =>
      done(
        at(id, '/voters'),
        await removeVoter(actor, id, number('person'), command),
        'staff.evaluation.said.removed',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/resident-searches',
    door: ['assessor'],
    summary: 'Find residents who may represent others',
    keyless: true,
    form: residentSearchForm,
    again: ({ actor, id }) => votersPage(actor, id),
    handle: ({ actor, id, values }) => votersPage(actor, id, values.q),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/rated',
    door: ['assessor'],
    summary: 'Have a member rated',
    form: rosterForm,
    again: ({ actor, id }) => ratedPage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      created(
        at(id, '/rated'),
        await addRated(actor, id, values.personId, command),
        'staff.evaluation.said.added',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/rated/:person/removal',
    door: ['assessor'],
    summary: 'Leave a member out of the rating',
    handle: async ({ actor, id, number, command }) =>
      done(
        at(id, '/rated'),
        await removeRated(actor, id, number('person'), command),
        'staff.evaluation.said.removed',
      ),
  }),
];

const running: readonly Route[] = [
  route({
    method: 'post',
    path: '/staff/evaluations/:id/issuing',
    door: ['assessor'],
    summary: 'Begin to issue papers',
    form: emptyForm,
    again: ({ actor, id }) => cyclePage(actor, id),
    handle: async ({ actor, id, command }) =>
      done(at(id), await beginIssuing(actor, id, command), 'staff.evaluation.said.issuing'),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/slips',
    door: ['assessor'],
    summary: 'Print one-time codes, shown this once',
    form: slipsForm,
    again: ({ actor, id }) => cyclePage(actor, id),
    handle: async ({ actor, id, values, command, origin }) => {
      const { codes } = await printSlips(actor, id, values, command);
      return slipsPage(actor, id, values.set, codes, origin);
    },
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/voters/:person/slip',
    door: ['assessor'],
    summary: 'Tick off a voter who has drawn a printed code',
    form: emptyForm,
    again: ({ actor, id }) => votersPage(actor, id),
    handle: async ({ actor, id, number, command }) =>
      done(
        at(id, '/voters'),
        await tickSlip(actor, id, number('person'), command),
        'staff.evaluation.said.ticked',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/voters/:person/slip/removal',
    door: ['assessor'],
    summary: 'Take a tick back that was set by mistake',
    form: emptyForm,
    again: ({ actor, id }) => votersPage(actor, id),
    handle: async ({ actor, id, number, command }) =>
      done(
        at(id, '/voters'),
        await untickSlip(actor, id, number('person'), command),
        'staff.evaluation.said.unticked',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/casting',
    door: ['assessor'],
    summary: 'End issuing and open the ballot box',
    form: castingForm,
    again: ({ actor, id }) => cyclePage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      done(
        at(id),
        await beginCasting(actor, id, values.leaveOut, command),
        'staff.evaluation.said.casting',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/closing',
    door: ['assessor'],
    summary: 'Close an evaluation and publish its ballots',
    form: emptyForm,
    again: ({ actor, id }) => cyclePage(actor, id),
    handle: async ({ actor, id, command }) =>
      done(
        at(id, '/results'),
        await closeCycle(actor, id, command),
        'staff.evaluation.said.closed',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/evaluations/:id/cancellation',
    door: ['assessor'],
    summary: 'Give an evaluation up',
    form: emptyForm,
    again: ({ actor, id }) => cyclePage(actor, id),
    handle: async ({ actor, id, command }) =>
      done(at(id), await cancelCycle(actor, id, command), 'staff.evaluation.said.cancelled'),
  }),
];

/** What an assessor does with an evaluation, and what those who see all scores see of it. */
export const cycleRoutes: readonly Route[] = [...drafting, ...reading, ...running];
