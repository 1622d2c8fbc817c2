import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { signatureForm } from './forms.ts';
import { takePaper } from './papers.ts';
import { papersOf, setsOf } from './queries.ts';
import { fingerprintOf } from './signing.ts';

async function paperPage(voter: Actor, cycleId: number): Promise<Answer> {
  const own = (await papersOf(voter.personId)).find((one) => one.cycleId === cycleId);
  const paper = found(own, 'voter');
  const sets = await setsOf(cycleId);
  const turnout = sets.map(({ kind, number, of, voters, papers, ballots, state }) => ({
    ...{ kind, number, of, voters, papers, ballots, state },
  }));
  const fingerprint = paper.publicKey === null ? null : fingerprintOf(paper.publicKey);
  const scripts = paper.phase === 'issuing' ? ['paper'] : [];
  return page('staff/evaluation/papers/show', { paper, turnout, fingerprint }, { scripts });
}

/** A voter's right to a ballot, whoever's they are: staff or resident. */
export const paperRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/papers',
    door: 'signed-in',
    summary: 'Evaluations in which one may vote',
    handle: async ({ actor }) =>
      page('staff/evaluation/papers/index', {
        items: await papersOf(actor.personId),
        next: null,
      }),
  }),
  route({
    method: 'get',
    path: '/papers/:id',
    door: 'signed-in',
    summary: 'One’s paper of an evaluation',
    handle: ({ actor, id }) => paperPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/papers/:id/signature',
    door: 'signed-in',
    summary: 'Have a blinded token signed, once',
    form: signatureForm,
    handle: async ({ actor, id, values, command }) =>
      created(`/papers/${id}`, await takePaper(actor, id, values.blinded, command)),
  }),
];
