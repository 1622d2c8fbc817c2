import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { completeImport, confirmImport } from './booking.ts';
import { columnsForm, confirmationForm, previewQuery, registerQuery, uploadForm } from './forms.ts';
import { importPage, registerPage } from './page.ts';
import { asCsv, asWorkbook, sampleLines } from './sample.ts';
import { dropImport, importUpload, mapColumns, takeIn } from './uploading.ts';
import { attendanceImportColumns } from '../columns.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Exports of attendance machines: taken in, looked at, booked. */
export const importRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/attendance/imports',
    door: READERS,
    summary: 'Register of attendance imports',
    columns: attendanceImportColumns,
    query: registerQuery,
    handle: ({ actor, query }) => registerPage(actor, query.before),
  }),
  route({
    method: 'get',
    path: '/staff/attendance/sample.xlsx',
    door: READERS,
    summary: 'A sample export of the office’s own members, as XLSX',
    handle: async ({ actor }) => {
      const body = await asWorkbook(await sampleLines(actor));
      return { kind: 'file', type: XLSX, body, fileName: 'attendance-sample.xlsx' };
    },
  }),
  route({
    method: 'get',
    path: '/staff/attendance/sample.csv',
    door: READERS,
    summary: 'A sample export of the office’s own members, as CSV',
    handle: async ({ actor }) => {
      const body = asCsv(await sampleLines(actor));
      return { kind: 'file', type: 'text/csv', body, fileName: 'attendance-sample.csv' };
    },
  }),
  route({
    method: 'post',
    path: '/staff/attendance/imports',
    door: ['assessor'],
    summary: 'Take in an export of an attendance machine, to be looked at',
    form: uploadForm,
    upload: importUpload,
    again: ({ actor }) => registerPage(actor),
    handle: async ({ actor, files, command }) => {
      const taken = await takeIn(actor, files[0], command);
      return created(`/staff/attendance/imports/${taken.id}`, { import: taken });
    },
  }),
  route({
    method: 'get',
    path: '/staff/attendance/imports/:id',
    door: READERS,
    summary: 'An attendance import: what it means, row by row',
    query: previewQuery,
    handle: ({ actor, id, query }) => importPage(actor, id, query),
  }),
  route({
    method: 'post',
    path: '/staff/attendance/imports/:id/columns',
    door: ['assessor'],
    summary: 'Say what the columns of an import are',
    form: columnsForm,
    again: ({ actor, id }) => importPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const mapped = await mapColumns(actor, id, values.columns, command);
      return done(
        `/staff/attendance/imports/${id}`,
        { import: mapped },
        'staff.imports.said.mapped',
      );
    },
  }),
  route({
    method: 'post',
    path: '/staff/attendance/imports/:id/confirmation',
    door: ['assessor'],
    summary: 'Book an import that was looked at',
    form: confirmationForm,
    again: ({ actor, id }) => importPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const booked = await confirmImport(actor, id, values, command);
      return done(
        `/staff/attendance/imports/${id}`,
        { import: booked },
        'staff.imports.said.booked',
      );
    },
  }),
  route({
    method: 'post',
    path: '/staff/attendance/imports/:id/completion',
    door: ['assessor', 'leader'],
    summary: 'Book the rows of who confirmed the others',
    handle: async ({ actor, id, command }) => {
      const booked = await completeImport(actor, id, command);
      return done(
        `/staff/attendance/imports/${id}`,
        { import: booked },
        'staff.imports.said.completed',
      );
    },
  }),
  route({
    method: 'post',
    path: '/staff/attendance/imports/:id/dropping',
    door: ['assessor'],
    summary: 'Let go of an import that was not booked',
    handle: async ({ actor, id, command }) => {
      const dropped = await dropImport(actor, id, command);
      return done('/staff/attendance/imports', { import: dropped }, 'staff.imports.said.dropped');
    },
  }),
];
