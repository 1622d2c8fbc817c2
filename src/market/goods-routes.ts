import { found, permit } from '../base/refusal.ts';
import { readPhoto } from '../base/images.ts';
import type { Photo } from '../base/images.ts';
import { placeShown } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Asked, Route, UploadedFile } from '../web/route.ts';
import { basketOf } from './basket.ts';
import { goodColumns } from './columns.ts';
import { goodForm, newGoodForm, numberOrNone, shelfQuery } from './forms.ts';
import type { ShelfQuery } from './forms.ts';
import { goodById, publicGood } from './good.ts';
import { changeGood, createGood } from './goods.ts';
import { timesAhead } from './hours/opening.ts';
import { pictureOf } from './photos.ts';
import { mayKeepGoods, mayReadMarket, mayReserve } from './policy.ts';
import { shelfPage, shownGood, substituteFor } from './queries.ts';
import { goodNames } from './stock-ins/queries.ts';
import { waitsFor } from './waiting/waiting.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;
const UPLOAD = { field: 'photo', filesMax: 1 } as const;
const MONTH_SECONDS = 30 * 24 * 3600;

async function indexPage({ visitor, communityId, query }: Asked<unknown, ShelfQuery>) {
  const keeps = visitor !== null && mayKeepGoods(visitor, communityId);
  const onShelf = !(keeps && query.shelf === 'off');
  const { items, next } = await shelfPage(communityId, onShelf, query.after);
  const place = await placeShown(visitor, communityId);
  const times = await timesAhead(communityId);
  const only = { keeps, onShelf, times, ...place, ...(await basketBeside(visitor, communityId)) };
  return page('market/goods/index', { items, next }, { only });
}

/** What a resident needs beside the shelf: what they can spend, and what lies in the basket. */
async function basketBeside(visitor: Actor | null, communityId: number) {
  const reserves = visitor !== null && mayReserve(visitor, communityId);
  return { basket: reserves ? await basketOf(visitor) : null };
}

async function showPage(visitor: Actor | null, id: number): Promise<Answer> {
  const good = await goodById(id);
  const { communityId } = good;
  const only = {
    keeps: visitor !== null && mayKeepGoods(visitor, communityId),
    reads: visitor !== null && mayReadMarket(visitor, communityId),
    ...(await placeShown(visitor, communityId)),
    ...(await basketBeside(visitor, communityId)),
    ...(await waitsFor(id, visitor?.personId ?? null)),
    substitute: await substituteFor(good),
  };
  return page('market/goods/show', { good: publicGood(good) }, { only });
}

const newPage = (): Promise<Answer> =>
  Promise.resolve(page('market/goods/new', {}, { form: newGoodForm, values: { lowAt: 5 } }));

async function editPage({ actor, id }: Pick<Asked, 'actor' | 'id'>): Promise<Answer> {
  const { communityId } = await goodById(id);
  permit(mayKeepGoods(actor, communityId), 'keep-goods');
  const good = await shownGood(id);
  const others = (await goodNames(communityId)).filter((one) => one.id !== id);
  const values = { ...good, substitute: good.substituteId };
  return page('market/goods/edit', { good }, { form: goodForm, values, only: { others } });
}

const photoOf = async ([file]: readonly UploadedFile[]): Promise<Photo | undefined> =>
  file && readPhoto(file.path, UPLOAD.field);

async function picture(key: string | null): Promise<Answer> {
  const body = found(await pictureOf(key), 'photo');
  return { kind: 'file', type: 'image/webp', body, publicFor: MONTH_SECONDS };
}

const readRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/goods',
    door: 'public',
    summary: 'The shelf of the points market',
    columns: goodColumns,
    shared: true,
    query: shelfQuery,
    handle: indexPage,
  }),
  route({
    method: 'get',
    path: '/goods/new',
    door: KEEPERS,
    summary: 'Page for a new good',
    handle: newPage,
  }),
  route({
    method: 'get',
    path: '/goods/:id',
    door: 'public',
    summary: 'A good',
    shared: true,
    handle: ({ visitor, id }) => showPage(visitor, id),
  }),
  route({
    method: 'get',
    path: '/goods/:id/photo',
    door: 'public',
    summary: 'The picture of a good',
    handle: async ({ id }) => picture((await goodById(id)).photoKey),
  }),
  route({
    method: 'get',
    path: '/goods/:id/thumb',
    door: 'public',
    summary: 'The small picture of a good',
    handle: async ({ id }) => picture((await goodById(id)).thumbKey),
  }),
  route({
    method: 'get',
    path: '/goods/:id/edit',
    door: KEEPERS,
    summary: 'Page to change a good',
    handle: editPage,
  }),
];

/** The shelf, for everybody; and what managers and shopkeepers change of it. */
export const goodsRoutes: readonly Route[] = [
  ...readRoutes,
  route({
    method: 'post',
    path: '/goods',
    door: KEEPERS,
    summary: 'Add a good',
    form: newGoodForm,
    upload: UPLOAD,
    again: newPage,
    handle: async ({ actor, values, files, command }) => {
      const stock = numberOrNone(values.stock);
      const limitPerQuarter = numberOrNone(values.limitPerQuarter);
      const input = { ...values, stock, limitPerQuarter, photo: await photoOf(files) };
      const good = await createGood(actor, input, command);
      return created(`/goods/${good.id}`, { good }, 'market.said.goodMade');
    },
  }),
  route({
    method: 'post',
    path: '/goods/:id',
    door: KEEPERS,
    summary: 'Change a good: price, limit, shelf, picture',
    form: goodForm,
    upload: UPLOAD,
    again: editPage,
    handle: async ({ actor, id, values, files, command }) => {
      const limitPerQuarter = numberOrNone(values.limitPerQuarter);
      const substitute = numberOrNone(values.substitute);
      const input = { ...values, limitPerQuarter, substitute, photo: await photoOf(files) };
      const good = await changeGood(actor, id, input, command);
      return done(`/goods/${id}`, { good }, 'market.said.goodChanged');
    },
  }),
];
