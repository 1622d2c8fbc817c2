import Joi from 'joi';
import { searchForm } from '../../people/index.ts';
import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { memberForm, newMemberForm } from './forms.ts';
import { changeMember, createMember } from './keeping.ts';
import { WHO } from './listing.ts';
import type { MemberFilter } from './listing.ts';
import { editMemberPage, foundPage, memberPage, membersPage, newMemberPage } from './pages.ts';
import { memberColumns } from '../columns.ts';

const READERS = ['assessor', 'leader', 'auditor', 'administrator'] as const;
const KEEPERS = ['assessor', 'administrator'] as const;

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

const listQuery = Joi.object<MemberFilter, true>({
  department: id(),
  who: Joi.string()
    .valid(...WHO)
    .empty(''),
  after: id(),
});

/** The members of a street office: list, search, one of them, new and changed ones. */
export const memberRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/members',
    door: READERS,
    summary: 'Staff members by department and staff number',
    columns: memberColumns,
    query: listQuery,
    handle: ({ actor, query }) => membersPage(actor, query),
  }),
  route({
    method: 'post',
    path: '/staff/members/searches',
    door: READERS,
    summary: 'Find staff members by name, pinyin or staff number',
    keyless: true,
    form: searchForm,
    again: ({ actor }) => membersPage(actor, {}),
    handle: ({ actor, values }) => foundPage(actor, values.q),
  }),
  route({
    method: 'get',
    path: '/staff/members/new',
    door: KEEPERS,
    summary: 'Page for a new staff member',
    handle: ({ actor }) => newMemberPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/members',
    door: KEEPERS,
    summary: 'Add a staff member',
    form: newMemberForm,
    again: ({ actor }) => newMemberPage(actor),
    handle: async ({ actor, values, command }) => {
      const member = await createMember(actor, values, command);
      return created(`/staff/members/${member.personId}`, { member }, 'staff.members.said.created');
    },
  }),
  route({
    method: 'get',
    path: '/staff/members/:id',
    door: READERS,
    summary: 'A staff member, with posts, times and roles',
    handle: ({ actor, id }) => memberPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/members/:id/edit',
    door: KEEPERS,
    summary: 'Page to change who a staff member is',
    handle: ({ actor, id }) => editMemberPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/members/:id',
    door: KEEPERS,
    summary: 'Change who a staff member is',
    form: memberForm,
    again: ({ actor, id }) => editMemberPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const member = await changeMember(actor, id, values, command);
      return done(`/staff/members/${id}`, { member }, 'staff.members.said.changed');
    },
  }),
];
