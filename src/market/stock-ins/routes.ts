import { readPhoto } from '../../base/images.ts';
import { found } from '../../base/refusal.ts';
import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { afterQuery } from '../forms.ts';
import { pictureOf } from '../photos.ts';
import { bookStockIn, undoStockIn } from './booking.ts';
import { addStockInLine, beginStockIn, removeStockInLine } from './drafts.ts';
import { headForm, lineForm, undoForm } from './forms.ts';
import { newStockInPage, stockInPage, stockInsPage } from './page.ts';
import { stockInOf } from './queries.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;
const UPLOAD = { field: 'photo', filesMax: 1 } as const;
const DAY_SECONDS = 86_400;

const reading: readonly Route[] = [
  route({
    method: 'get',
    path: '/stock-ins',
    door: [...KEEPERS, 'auditor'],
    summary: 'Documents of goods that came in',
    query: afterQuery,
    handle: (asked) => stockInsPage(asked, asked.query.after),
  }),
  route({
    method: 'get',
    path: '/stock-ins/new',
    door: KEEPERS,
    summary: 'Page for a new document of goods that came in',
    handle: newStockInPage,
  }),
  route({
    method: 'get',
    path: '/stock-ins/:id',
    door: [...KEEPERS, 'auditor'],
    summary: 'A document of goods that came in',
    handle: (asked) => stockInPage(asked),
  }),
  route({
    method: 'get',
    path: '/stock-ins/:id/photo',
    door: [...KEEPERS, 'auditor'],
    summary: 'The photo of a document of goods that came in',
    handle: async ({ actor, id }) => {
      const body = found(await pictureOf((await stockInOf(actor, id)).photoKey), 'photo');
      return { kind: 'file', type: 'image/webp', body, privateFor: DAY_SECONDS };
    },
  }),
];

/** Documents of goods that came in, from the draft to the booking and back. */
export const stockInRoutes: readonly Route[] = [
  ...reading,
  route({
    method: 'post',
    path: '/stock-ins',
    door: KEEPERS,
    summary: 'Begin a document of goods that came in',
    form: headForm,
    upload: UPLOAD,
    again: newStockInPage,
    handle: async ({ actor, values, files: [file], command }) => {
      const photo = file && (await readPhoto(file.path, UPLOAD.field));
      const { photoKey, ...document } = await beginStockIn(actor, values, photo, command);
      return created(`/stock-ins/${document.id}`, {
        document: { ...document, photo: photoKey !== null },
      });
    },
  }),
  route({
    method: 'post',
    path: '/stock-ins/:id/lines',
    door: KEEPERS,
    summary: 'Add a good to a document that is not booked yet',
    form: lineForm,
    again: (asked) => stockInPage(asked),
    handle: async ({ actor, id, values, command }) =>
      created(`/stock-ins/${id}`, { line: await addStockInLine(actor, id, values, command) }),
  }),
  route({
    method: 'post',
    path: '/stock-ins/:id/lines/:line/removal',
    door: KEEPERS,
    summary: 'Take a good off a document that is not booked yet',
    handle: async ({ actor, id, number, command }) => {
      await removeStockInLine(actor, id, number('line'), command);
      return done(`/stock-ins/${id}`, { id });
    },
  }),
  route({
    method: 'post',
    path: '/stock-ins/:id/booking',
    door: KEEPERS,
    summary: 'Book a document: its goods are added to the stock',
    again: (asked) => stockInPage(asked),
    handle: async ({ actor, id, command }) => {
      const { state } = await bookStockIn(actor, id, command);
      return done(`/stock-ins/${id}`, { document: { id, state } }, 'stock.said.stockInBooked');
    },
  }),
  route({
    method: 'post',
    path: '/stock-ins/:id/undoing',
    door: KEEPERS,
    summary: 'Undo a document: its goods go out of the stock again',
    form: undoForm,
    again: (asked) => stockInPage(asked, 'undo'),
    handle: async ({ actor, id, values, command }) => {
      const { state } = await undoStockIn(actor, id, values.reason, command);
      return done(`/stock-ins/${id}`, { document: { id, state } }, 'stock.said.stockInUndone');
    },
  }),
];
