import { permit } from '../../base/refusal.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import type { Actor } from '../actor.ts';
import { isChild } from '../households/child.ts';
import { membersOf } from '../households/queries.ts';
import { mayManagePerson } from '../policy.ts';
import { visiblePerson } from '../queries.ts';
import { guardianForm, wardForm } from './forms.ts';
import { endGuardianship, recordGuardian } from './guarding.ts';
import { childrenOf, guardiansOf } from './queries.ts';
import { takeWard } from './wards.ts';

const KEEPERS = ['manager', 'administrator'] as const;

async function guardiansPage(actor: Actor, childId: number): Promise<Answer> {
  const { id, name, householdId, bornOn, ...person } = await visiblePerson(actor, childId);
  permit(mayManagePerson(actor, { id, ...person }), 'manage-person');
  const members = householdId === null ? [] : await membersOf(householdId);
  const adults = members.filter((one) => one.id !== id && one.active && !isChild(one.bornOn));
  const guardians = await guardiansOf(id);
  return page(
    'people/guardians/show',
    { person: { id, name }, guardians },
    {
      title: 'guardians.title.guardians-show',
      form: guardianForm,
      values: { bornOn },
      only: { adults },
    },
  );
}

const childrenPage = async ({ personId, guardian }: Actor): Promise<Answer> =>
  page(
    'people/children/index',
    { children: guardian ? [] : await childrenOf(personId) },
    { title: 'guardians.title.children-index' },
  );

/** Children: who has their care, and what is done for them. */
export const guardianRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/people/:id/guardians',
    door: KEEPERS,
    summary: 'Who has the care of a child',
    handle: ({ actor, id }) => guardiansPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/people/:id/guardians',
    door: KEEPERS,
    summary: 'Record a guardian’s consent to act for a child',
    form: guardianForm,
    again: ({ actor, id }) => guardiansPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const child = await recordGuardian(actor, id, values, command);
      return created(`/people/${id}/guardians`, { child }, 'guardians.said.recorded');
    },
  }),
  route({
    method: 'post',
    path: '/guardianships/:id/end',
    door: 'signed-in',
    summary: 'Withdraw the consent to act for a child',
    handle: async ({ actor, id, command }) => {
      const guardianship = await endGuardianship(actor, id, command);
      const isKeeper = actor.roles.some((one) => one === 'manager' || one === 'administrator');
      const back = isKeeper ? `/people/${guardianship.childId}/guardians` : '/me/children';
      return done(back, { guardianship }, 'guardians.said.ended');
    },
  }),
  route({
    method: 'get',
    path: '/me/children',
    door: 'signed-in',
    summary: 'The children for whom one acts',
    handle: ({ actor }) => childrenPage(actor),
  }),
  route({
    method: 'post',
    path: '/me/ward',
    door: 'signed-in',
    summary: 'Act for a child, or for oneself again',
    keyless: true,
    form: wardForm,
    again: ({ actor }) => childrenPage(actor),
    handle: async ({ actor, values: { childId }, session }) => {
      if (childId !== undefined) await takeWard(actor, childId);
      session.actFor(childId ?? null);
      return done(childId === undefined ? '/me/children' : '/', { childId: childId ?? null });
    },
  }),
];
