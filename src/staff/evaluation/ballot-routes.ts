import { Refusal } from '../../base/refusal.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { castBallot, goodPaper, isCast } from './casting.ts';
import type { GoodPaper } from './casting.ts';
import { ballotForm, paperForm } from './forms.ts';
import { castingCycles, cycleById, ratedOf } from './queries.ts';
import type { Cycle } from './queries.ts';

/**
 * The ballot box. Nothing here knows who asks: the addresses leave no trace (web/traceless.ts), the
 * door is open, and what opens the ballot is the paper alone.
 */

const shown = ({ id, title, street, phase }: Cycle) => ({ id, title, street, phase });

async function boxPage(cycleId: number): Promise<Answer> {
  const cycle = shown(await cycleById(cycleId));
  return page('staff/evaluation/ballots/show', { cycle }, { form: paperForm, scripts: ['ballot'] });
}

async function ballotPage(paper: GoodPaper, text: string): Promise<Answer> {
  const { cycle, set } = paper;
  const listed = new Map((await ratedOf(cycle.id)).map((one) => [one.personId, one]));
  const rated = set.rated.flatMap((personId) => listed.get(personId) ?? []);
  const { questions, takesRemarks } = cycle;
  const data = { cycle: shown(cycle), questions, takesRemarks, rated };
  const only = { paper: text, set: { kind: set.kind, number: set.number, of: set.of } };
  return page('staff/evaluation/ballots/form', data, {
    form: ballotForm,
    scripts: ['ballot'],
    only,
  });
}

export const ballotRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/ballots',
    door: 'public',
    summary: 'Evaluations in which ballots are cast',
    handle: async () =>
      page('staff/evaluation/ballots/index', {
        items: (await castingCycles()).map(shown),
        next: null,
      }),
  }),
  route({
    method: 'get',
    path: '/ballots/:id',
    door: 'public',
    summary: 'The ballot box of an evaluation: show one’s paper',
    handle: ({ id }) => boxPage(id),
  }),
  route({
    method: 'post',
    path: '/ballots/:id/openings',
    door: 'public',
    summary: 'Open a ballot with a paper or a printed code',
    keyless: true,
    form: paperForm,
    again: ({ id }) => boxPage(id),
    handle: async ({ id, values }) => {
      const paper = await goodPaper(id, values.paper);
      if (await isCast(paper)) throw new Refusal('conflict', 'paper-used', {}, 'paper');
      return ballotPage(paper, values.paper);
    },
  }),
  route({
    method: 'post',
    path: '/ballots/:id',
    door: 'public',
    summary: 'Cast a ballot, without sign-in',
    keyless: true,
    form: ballotForm,
    again: async ({ id, values }) => {
      const text = values['paper'];
      const paper = typeof text === 'string' ? await goodPaper(id, text).catch(noPaper) : null;
      return paper ? ballotPage(paper, String(text)) : boxPage(id);
    },
    handle: async ({ id, values }) =>
      done(`/ballots/${id}`, await castBallot(id, values), 'staff.evaluation.said.cast'),
  }),
];

function noPaper(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}
