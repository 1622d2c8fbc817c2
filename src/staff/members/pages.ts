import { found, permit } from '../../base/refusal.ts';
import { today } from '../../base/period.ts';
import { mayGrantTo, searchForm } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayKeepMember, mayKeepStaff, mayReadScores, mayReadStaff } from '../policy.ts';
import { streetOf } from '../street.ts';
import {
  departmentForm,
  departureForm,
  memberForm,
  newMemberForm,
  postForm,
  roleForm,
} from './forms.ts';
import { keptMember, visibleMember } from './keeping.ts';
import type { MemberFacts } from './keeping.ts';
import { countedDepartments, listedMembers, searchMembers } from './listing.ts';
import type { MemberFilter } from './listing.ts';
import { departmentsOf, postsOf, termsOf } from './queries.ts';

/** The street whose staff the actor may read. */
async function readableStreet(actor: Actor): Promise<number> {
  const streetId = await streetOf(actor);
  permit(mayReadStaff(actor, streetId), 'read-staff');
  return streetId;
}

/** The list of members, by department and staff number. */
export async function membersPage(actor: Actor, filter: MemberFilter): Promise<Answer> {
  const streetId = await readableStreet(actor);
  const { items, next } = await listedMembers(streetId, filter);
  const only = { ...(await around(actor, streetId)), q: null, filter };
  return page(
    'staff/members/index',
    { items, next: next && nextQuery({ ...filter, after: next }) },
    { form: searchForm, only },
  );
}

/** Those who were found; the words never stand in an address, so the page's own is that of the list. */
export async function foundPage(actor: Actor, q: string): Promise<Answer> {
  const streetId = await readableStreet(actor);
  const items = await searchMembers(streetId, q);
  const only = { ...(await around(actor, streetId)), q, filter: {}, path: '/staff/members' };
  return page(
    'staff/members/index',
    { items, next: null },
    { form: searchForm, values: { q }, only },
  );
}

const around = async (
  actor: Actor,
  streetId: number,
): Promise<Readonly<Record<string, unknown>>> => ({
  departments: await departmentsOf(streetId),
  mayKeep: mayKeepStaff(actor, streetId),
  today: today(),
});

const nextQuery = (filter: MemberFilter): string =>
  new URLSearchParams(
    Object.entries(filter).map(([name, value]) => [name, String(value)]),
  ).toString();

/** A member: who they are, what they did and do, how they sign in, which roles they hold. */
export async function memberPage(actor: Actor, personId: number): Promise<Answer> {
  const member = await visibleMember(actor, personId);
  const { streetId } = member;
  const posts = await postsOf(streetId, personId);
  const terms = await termsOf(streetId, personId);
  const may = whatMayBeDone(actor, member);
  const only = { may, today: today(), isOwn: actor.personId === personId };
  return page('staff/members/show', { member, posts, terms }, { form: roleForm, only });
}

function whatMayBeDone(actor: Actor, member: MemberFacts): Readonly<Record<string, unknown>> {
  const { personId: id, streetId, grants } = member;
  const person = { id, communityId: streetId, grants, erasedAt: null };
  return {
    keep: mayKeepMember(actor, member),
    grant: mayGrantTo(actor, person, streetId) && member.toOn === null,
    end: grants
      .filter(({ communityId }) => mayGrantTo(actor, person, communityId))
      .map((one) => one.id),
    readScore: mayReadScores(actor, streetId),
  };
}

/** The form for a new member. */
export async function newMemberPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-staff');
  const only = { departments: await departmentsOf(streetId) };
  const extras = { form: newMemberForm, values: { fromOn: today() }, only };
  return page('staff/members/new', {}, extras);
}

const short = ({ personId, name }: MemberFacts): Readonly<Record<string, unknown>> => ({
  personId,
  name,
});

/** The form for who a member is. */
export async function editMemberPage(actor: Actor, personId: number): Promise<Answer> {
  const member = await keptMember(actor, personId);
  const { name, staffNumber, kind, signInName } = member;
  const values = { name, staffNumber, kind, signInName };
  return page('staff/members/edit', { member: short(member) }, { form: memberForm, values });
}

/** The form for another post or department, or for the first one after a return. */
export async function postPage(
  actor: Actor,
  personId: number,
  view: 'staff/members/post' | 'staff/members/return',
): Promise<Answer> {
  const member = await keptMember(actor, personId);
  const { streetId, departmentId, post } = member;
  const only = { departments: await departmentsOf(streetId) };
  const values = { departmentId, post, fromOn: today() };
  return page(view, { member: short(member) }, { form: postForm, values, only });
}

/** The form for the last day of a member. */
export async function departurePage(actor: Actor, personId: number): Promise<Answer> {
  const member = await keptMember(actor, personId);
  const extras = { form: departureForm, values: { toOn: today() } };
  return page('staff/members/departure', { member: short(member) }, extras);
}

/** The departments in their order. */
export async function departmentsPage(actor: Actor): Promise<Answer> {
  const streetId = await readableStreet(actor);
  const items = await countedDepartments(streetId);
  const only = { mayKeep: mayKeepStaff(actor, streetId) };
  return page('staff/departments/index', { items, next: null }, { form: departmentForm, only });
}

/** The form for another name of a department. */
export async function editDepartmentPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-staff');
  const department = found(
    (await departmentsOf(streetId)).find((one) => one.id === id),
    'department',
  );
  const extras = { form: departmentForm, values: { name: department.name } };
  return page('staff/departments/edit', { department }, extras);
}
