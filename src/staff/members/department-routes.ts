import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import {
  createDepartment,
  moveDepartment,
  removeDepartment,
  renameDepartment,
} from './departments.ts';
import { departmentForm, moveForm } from './forms.ts';
import { departmentsPage, editDepartmentPage } from './pages.ts';

const READERS = ['assessor', 'leader', 'auditor', 'administrator'] as const;
const KEEPERS = ['assessor', 'administrator'] as const;
const LIST = '/staff/departments';

/** The departments of a street office. */
export const departmentRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/departments',
    door: READERS,
    summary: 'Departments of the office',
    handle: ({ actor }) => departmentsPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/departments',
    door: KEEPERS,
    summary: 'Add a department',
    form: departmentForm,
    again: ({ actor }) => departmentsPage(actor),
    handle: async ({ actor, values, command }) => {
      const department = await createDepartment(actor, values.name, command);
      return created(LIST, { department }, 'staff.departments.said.created');
    },
  }),
  route({
    method: 'get',
    path: '/staff/departments/:id/edit',
    door: KEEPERS,
    summary: 'Page to rename a department',
    handle: ({ actor, id }) => editDepartmentPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/departments/:id',
    door: KEEPERS,
    summary: 'Rename a department',
    form: departmentForm,
    again: ({ actor, id }) => editDepartmentPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const department = await renameDepartment(actor, id, values.name, command);
      return done(LIST, { department }, 'staff.departments.said.renamed');
    },
  }),
  route({
    method: 'post',
    path: '/staff/departments/:id/move',
    door: KEEPERS,
    summary: 'Move a department by one place',
    form: moveForm,
    handle: async ({ actor, id, values, command }) =>
      done(LIST, { department: await moveDepartment(actor, id, values.towards, command) }),
  }),
  route({
    method: 'post',
    path: '/staff/departments/:id/removal',
    door: KEEPERS,
    summary: 'Take away a department that nobody ever belonged to',
    handle: async ({ actor, id, command }) => {
      const department = await removeDepartment(actor, id, command);
      return done(LIST, { department }, 'staff.departments.said.removed');
    },
  }),
];
