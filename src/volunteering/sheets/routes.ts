import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, route } from '../../web/route.ts';
import type { Answer, Route, Typed } from '../../web/route.ts';
import { photoStore } from '../photos.ts';
import { approveSheet, handInSheet, returnSheet } from './decision.ts';
import { addScans, enterLine, enterTotals, makeSheet, removeLine } from './entry.ts';
import {
  lineForm,
  listQuery,
  numberForm,
  returnForm,
  sheetForm,
  sheetPrintQuery,
  totalsForm,
} from './forms.ts';
import { sheetIdOf } from './number.ts';
import { newSheetPage, sheetPage, sheetPrintPage, sheetsPage } from './page.ts';
import { allSheets, readableSheet, scansOf } from './queries.ts';
import { sheetColumns } from '../columns.ts';

const READERS = ['manager', 'auditor'] as const;
const SCANS_MAX = 4;
const DAY_SECONDS = 86_400;

/** What was typed for a name, when it was a text. */
const nameIn = ({ q }: Typed): string => (typeof q === 'string' ? q : '');

async function scanAnswer(actor: Actor, sheetId: number, scanId: number): Promise<Answer> {
  await readableSheet(actor, sheetId);
  const scan = found(
    (await scansOf(sheetId)).find(({ id }) => id === scanId),
    'photo',
  );
  const body = found(await photoStore.get(scan.key), 'photo');
  return { kind: 'file', type: 'image/webp', body, privateFor: DAY_SECONDS };
}

const making: readonly Route[] = [
  route({
    method: 'get',
    path: '/sheets',
    door: READERS,
    summary: 'Sign-in sheets to enter, to approve and done',
    columns: sheetColumns,
    query: listQuery,
    // The page shows the last of each state, the file all of them.
    listed: ({ actor, query }) => allSheets(actor.communityId, query.before),
    handle: ({ actor }) => sheetsPage(actor),
  }),
  route({
    method: 'post',
    path: '/sheets/searches',
    door: READERS,
    summary: 'Open a sheet by the number that is printed on it',
    keyless: true,
    form: numberForm,
    again: ({ actor }) => sheetsPage(actor),
    handle: async ({ actor, values: { number } }) => {
      const { id } = await readableSheet(actor, sheetIdOf(number));
      return done(`/sheets/${id}`, { id });
    },
  }),
  route({
    method: 'get',
    path: '/sheets/new',
    door: ['manager'],
    summary: 'Page for a new sign-in sheet',
    handle: ({ actor }) => newSheetPage(actor),
  }),
  route({
    method: 'post',
    path: '/sheets',
    door: ['manager'],
    summary: 'Make a sign-in sheet to print',
    form: sheetForm,
    again: ({ actor }) => newSheetPage(actor),
    handle: async ({ actor, values, command }) => {
      const sheet = await makeSheet(actor, values, command);
      return created(`/sheets/${sheet.id}/print`, { sheet }, 'sheets.said.made');
    },
  }),
  route({
    method: 'get',
    path: '/sheets/:id/print',
    door: READERS,
    summary: 'A sign-in sheet to print, blank or with the names of a grid',
    query: sheetPrintQuery,
    handle: ({ actor, id, query, origin }) => sheetPrintPage(actor, id, query.grid, origin),
  }),
];

const typing: readonly Route[] = [
  route({
    method: 'get',
    path: '/sheets/:id',
    door: READERS,
    summary: 'A sign-in sheet with its lines and control totals',
    handle: ({ actor, id }) => sheetPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/sheets/:id/totals',
    door: ['manager'],
    summary: 'Write down what was counted on the paper',
    form: totalsForm,
    again: ({ actor, id }) => sheetPage(actor, id, 'totals'),
    handle: async ({ actor, id, values, command }) =>
      done(`/sheets/${id}`, { sheet: await enterTotals(actor, id, values, command) }),
  }),
  route({
    method: 'post',
    path: '/sheets/:id/lines',
    door: ['manager'],
    summary: 'Type one line of a sheet',
    form: lineForm,
    again: ({ actor, id, values }) => sheetPage(actor, id, 'line', nameIn(values)),
    handle: async ({ actor, id, values, command }) =>
      created(`/sheets/${id}`, { line: await enterLine(actor, id, values, command) }),
  }),
  route({
    method: 'post',
    path: '/sheets/:id/lines/:line/removal',
    door: ['manager'],
    summary: 'Take a line off a sheet',
    handle: async ({ actor, id, number, command }) =>
      done(`/sheets/${id}`, { sheet: await removeLine(actor, id, number('line'), command) }),
  }),
  route({
    method: 'post',
    path: '/sheets/:id/scans',
    door: ['manager'],
    summary: 'Keep photos or scans of the paper',
    upload: { field: 'photos', filesMax: SCANS_MAX },
    again: ({ actor, id }) => sheetPage(actor, id),
    handle: async ({ actor, id, files, command }) =>
      created(`/sheets/${id}`, { sheet: await addScans(actor, id, files, command) }),
  }),
  route({
    method: 'get',
    path: '/sheets/:id/scans/:scan',
    door: READERS,
    summary: 'A photo or scan of a sheet',
    handle: ({ actor, id, number }) => scanAnswer(actor, id, number('scan')),
  }),
];

const deciding: readonly Route[] = [
  route({
    method: 'post',
    path: '/sheets/:id/handing-in',
    door: ['manager'],
    summary: 'Hand a sheet in, when its totals match',
    again: ({ actor, id }) => sheetPage(actor, id),
    handle: async ({ actor, id, command }) => {
      const sheet = await handInSheet(actor, id, command);
      return done(`/sheets/${id}`, { sheet }, 'sheets.said.handedIn');
    },
  }),
  route({
    method: 'post',
    path: '/sheets/:id/approval',
    door: ['manager'],
    summary: 'Approve a whole sheet and book its points',
    again: ({ actor, id }) => sheetPage(actor, id),
    handle: async ({ actor, id, command }) => {
      const sheet = await approveSheet(actor, id, command);
      return done(`/sheets/${id}`, { sheet }, 'sheets.said.approved');
    },
  }),
  route({
    method: 'post',
    path: '/sheets/:id/return',
    door: ['manager'],
    summary: 'Return a sheet to whoever entered it',
    form: returnForm,
    again: ({ actor, id }) => sheetPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const sheet = await returnSheet(actor, id, values.reason, command);
      return done(`/sheets/${id}`, { sheet }, 'sheets.said.returned');
    },
  }),
];

/** The way of a sign-in sheet: printed, typed, handed in, approved. */
export const sheetRoutes: readonly Route[] = [...making, ...typing, ...deciding];
