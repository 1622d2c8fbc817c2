import type { TFunction } from 'i18next';
import Joi from 'joi';
import { LANGUAGES, textsIn } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { created, done, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { importColumns } from '../columns.ts';
import { bookImport } from './booking.ts';
import { fileForm, importQuery, registerQuery, rolesForm, seenForm } from './forms.ts';
import { fileOf, templateOf, wrongLines } from './mending.ts';
import type { FileFormat } from './mending.ts';
import { importPage, registerPage } from './page.ts';
import { dropFile, importUpload, mapImport, takeInFile } from './uploading.ts';

const KEEPERS = ['manager'] as const;
const READERS = ['manager', 'auditor'] as const;

/** A file is in the language that its address says: it is kept and sent on. */
const fileQuery = Joi.object<{ lang: Language }, true>({
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

const TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

async function fileAnswer(
  name: string,
  lines: readonly (readonly string[])[],
  format: FileFormat,
): Promise<Answer> {
  const body = await fileOf(name, lines, format);
  return { kind: 'file', type: TYPES[format], body, fileName: `${name}.${format}` };
}

const templateRoute = (format: FileFormat): Route =>
  route({
    method: 'get',
    path: `/imports/templates/:kind.${format}`,
    door: READERS,
    summary: `A file to fill in and import, as ${format.toUpperCase()}`,
    handle: ({ word }) => {
      const kind = word('kind');
      const lines = templateOf(kind);
      const t = textsIn(LANGUAGES[0]);
      return fileAnswer(t(`exchange.kind.${kind}`), lines, format);
    },
  });

const problemIn =
  (t: TFunction) =>
  (problem: string): string =>
    t(`exchange.problem.${problem}`);

const wrongRoute = (format: FileFormat): Route =>
  route({
    method: 'get',
    path: `/imports/:id/wrong.${format}`,
    door: READERS,
    summary: `The wrong rows of an import, to be mended, as ${format.toUpperCase()}`,
    query: fileQuery,
    handle: async ({ actor, id, query }) => {
      const t = textsIn(query.lang);
      const lines = await wrongLines(actor, id, t('exchange.problemHeading'), problemIn(t));
      return fileAnswer(`${t('exchange.wrongFile')}-${id}`, lines, format);
    },
  });

const fileRoutes: readonly Route[] = [
  templateRoute('xlsx'),
  templateRoute('csv'),
  wrongRoute('xlsx'),
  wrongRoute('csv'),
];

const decisionRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/imports/:id/columns',
    door: KEEPERS,
    summary: 'Say what the columns of an import are',
    form: rolesForm,
    again: ({ actor, id }) => importPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const mapped = await mapImport(actor, id, values.columns, command);
      return done(`/imports/${id}`, { import: mapped }, 'exchange.said.mapped');
    },
  }),
  route({
    method: 'post',
    path: '/imports/:id/confirmation',
    door: KEEPERS,
    summary: 'Book the good rows of an import that was looked at',
    form: seenForm,
    again: ({ actor, id }) => importPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const booked = await bookImport(actor, id, values.seen, command);
      return done(`/imports/${id}`, { import: booked }, 'exchange.said.booked');
    },
  }),
  route({
    method: 'post',
    path: '/imports/:id/dropping',
    door: KEEPERS,
    summary: 'Let go of an import that was not booked',
    handle: async ({ actor, id, command }) => {
      const dropped = await dropFile(actor, id, command);
      return done('/imports', { import: dropped }, 'exchange.said.dropped');
    },
  }),
];

/** Files of what was there before: taken in, looked at, booked. */
export const importRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/imports',
    door: READERS,
    summary: 'Files that were taken in, and the form for the next one',
    columns: importColumns,
    query: registerQuery,
    handle: ({ actor, query }) => registerPage(actor, query.before),
  }),
  ...fileRoutes,
  route({
    method: 'post',
    path: '/imports',
    door: KEEPERS,
    summary: 'Take in a file of residents, households, goods, points or hours, to be looked at',
    form: fileForm,
    upload: importUpload,
    again: ({ actor }) => registerPage(actor),
    handle: async ({ actor, values, files, command }) => {
      const taken = await takeInFile(actor, values.kind, files[0], command);
      return created(`/imports/${taken.id}`, { import: taken });
    },
  }),
  route({
    method: 'get',
    path: '/imports/:id',
    door: READERS,
    summary: 'An import: what it means, row by row',
    query: importQuery,
    handle: ({ actor, id, query }) => importPage(actor, id, query),
  }),
  ...decisionRoutes,
];
