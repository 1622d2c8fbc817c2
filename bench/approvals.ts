import { against, batchSize, sharedOut } from './against-bare.ts';
import type { Book } from './against-bare.ts';
import type { Trace } from './bare-rows.ts';
import { askFor, bearerOf } from './client.ts';
import type { Figure } from './figure.ts';

const CLIENTS = 8;

/** What an approval writes, and how that of one check-in is found. */
const APPROVAL: Trace = {
  updated: {
    table: 'check_ins',
    columns: ['state', 'points', 'credited', 'capped', 'decided_at', 'decided_by_id'],
  },
  inserted: [
    ['check_in_decisions', "to_state = 'approved' AND check_in_id = ?"],
    ['service_records', 'check_in_id = ?'],
    ['transfers', "cause = 'check-in:' || ?"],
  ],
};

/** Eight clients take from one list until it is empty. */
async function oneByOne(url: string): Promise<Book> {
  const headers = await bearerOf(url, 'manager');
  return async (ids) => {
    await sharedOut(CLIENTS, ids, async (id) => {
      const key = { 'idempotency-key': keyOf(id) };
      await askFor(200, `${url}/check-ins/${id}/approval`, { ...headers, ...key }, '{}');
    });
    return ids.map(keyOf);
  };
}

const keyOf = (id: number): string => `bench-approval-${id}`;

async function allAtOnce(url: string): Promise<Book> {
  const headers = await bearerOf(url, 'manager');
  return async (ids) => {
    const key = `bench-reviews-${ids[0] ?? 0}`;
    const asked = { ...headers, 'idempotency-key': key };
    const body = JSON.stringify({ approve: ids });
    const answer = await askFor(200, `${url}/reviews`, asked, body);
    const { approved } = JSON.parse(answer.body) as { approved: number[] };
    if (approved.length !== ids.length) throw new Error('not all were approved');
    return [key];
  };
}

export const approvalFigures: readonly Figure[] = [
  {
    name: 'approvals-one-by-one',
    about: 'approvals by 8 clients over HTTP; the same rows committed one by one by the driver',
    unit: 'approvals/s',
    target: { atLeast: 0.5 },
    measure: (bench) =>
      against(bench, {
        name: 'one-by-one',
        task: 'queue',
        perRound: batchSize(bench, 250),
        way: oneByOne,
        trace: APPROVAL,
        write: (bare, ids, keys) => bare.writeOneByOne(ids, keys),
      }),
  },
  {
    name: 'approvals-200-at-once',
    about: 'approval of 200 at once over HTTP; the same rows in one transaction of the driver',
    unit: 'approvals/s',
    target: { atLeast: 0.5 },
    measure: (bench) =>
      against(bench, {
        name: 'at-once',
        task: 'queue',
        perRound: batchSize(bench, 200),
        way: allAtOnce,
        trace: APPROVAL,
        write: (bare, ids, keys) => bare.writeTogether(ids, keys),
      }),
  },
];
