import { columnsOf, instant, number, word } from '../../base/spreadsheet/columns.ts';
import type { Topic } from '../topics.ts';
import type { Delivery } from './deliveries.ts';

/** What went out, as a file. */
export const deliveryColumns = columnsOf<Omit<Delivery, 'kind'> & { readonly topic: Topic | null }>(
  {
    id: number(({ id }) => id),
    topic: word('messages.topic', ({ topic }) => topic),
    state: word('messages.webhook.state', ({ state }) => state),
    tries: number(({ tries }) => tries),
    lastStatus: number(({ lastStatus }) => lastStatus),
    at: instant(({ createdAt }) => createdAt),
  },
);
