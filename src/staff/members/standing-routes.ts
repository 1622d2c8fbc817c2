import type { Command } from '../../base/command.ts';
import { endGrant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { departureForm, postForm, roleForm } from './forms.ts';
import { grantMemberRole, issueMemberCode, visibleMember } from './keeping.ts';
import { departurePage, memberPage, postPage } from './pages.ts';
import { changePost, withdrawPost } from './posts.ts';
import { leaveOffice, returnToOffice, withdrawDeparture } from './terms.ts';
import type { Moved } from './terms.ts';

const KEEPERS = ['assessor', 'administrator'] as const;

async function codePage(actor: Actor, personId: number, command: Command): Promise<Answer> {
  const code = await issueMemberCode(actor, personId, command);
  const { name } = await visibleMember(actor, personId);
  const only = { person: { id: personId, name }, path: `/staff/members/${personId}` };
  return page('people/one-time-codes/show', { ...code }, { status: 201, only });
}

const moved = (member: Moved, said: string): Answer =>
  done(`/staff/members/${member.personId}`, { member }, said);

/** What a member does in the office and may do there: posts, times, sign-in, roles. */
export const memberStandingRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/members/:id/posts/new',
    door: KEEPERS,
    summary: 'Page for another post or department',
    handle: ({ actor, id }) => postPage(actor, id, 'staff/members/post'),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/posts',
    door: KEEPERS,
    summary: 'Put a staff member into another post or department from a day on',
    form: postForm,
    again: ({ actor, id }) => postPage(actor, id, 'staff/members/post'),
    handle: async ({ actor, id, values, command }) =>
      moved(await changePost(actor, id, values, command), 'staff.members.said.postChanged'),
  }),
  route({
    method: 'post',
    path: '/staff/posts/:id/withdrawal',
    door: KEEPERS,
    summary: 'Take back a post that was written down by mistake',
    handle: async ({ actor, id, command }) =>
      moved(await withdrawPost(actor, id, command), 'staff.members.said.postWithdrawn'),
  }),
  route({
    method: 'get',
    path: '/staff/members/:id/departure',
    door: KEEPERS,
    summary: 'Page for the last day of a staff member',
    handle: ({ actor, id }) => departurePage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/departure',
    door: KEEPERS,
    summary: 'Write down the last day of a staff member',
    form: departureForm,
    again: ({ actor, id }) => departurePage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      moved(await leaveOffice(actor, id, values.toOn, command), 'staff.members.said.left'),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/departure/withdrawal',
    door: KEEPERS,
    summary: 'Take back that a staff member leaves',
    handle: async ({ actor, id, command }) =>
      moved(await withdrawDeparture(actor, id, command), 'staff.members.said.stays'),
  }),
  route({
    method: 'get',
    path: '/staff/members/:id/return',
    door: KEEPERS,
    summary: 'Page for somebody who comes back to the office',
    handle: ({ actor, id }) => postPage(actor, id, 'staff/members/return'),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/return',
    door: KEEPERS,
    summary: 'Begin another time of somebody who left',
    form: postForm,
    again: ({ actor, id }) => postPage(actor, id, 'staff/members/return'),
    handle: async ({ actor, id, values, command }) =>
      moved(await returnToOffice(actor, id, values, command), 'staff.members.said.returned'),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/one-time-codes',
    door: KEEPERS,
    summary: 'Replace a staff member’s password by a one-time code, told once',
    handle: ({ actor, id, command }) => codePage(actor, id, command),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id/grants',
    door: ['administrator'],
    summary: 'Give a staff member a role in the office',
    form: roleForm,
    again: ({ actor, id }) => memberPage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      created(
        `/staff/members/${id}`,
        { grant: await grantMemberRole(actor, id, values.role, command) },
        'people.said.roleGranted',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/grants/:id/end',
    door: ['administrator'],
    summary: 'Take a role back from a staff member',
    handle: async ({ actor, id, command }) => {
      const grant = await endGrant(actor, id, command, 'street');
      return done(`/staff/members/${grant.personId}`, { grant }, 'people.said.roleEnded');
    },
  }),
];
