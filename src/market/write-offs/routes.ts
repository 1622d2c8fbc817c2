import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { writeOffForm } from './forms.ts';
import { writeOffsPage } from './page.ts';
import { approveWriteOff, askWriteOff, refuseWriteOff } from './write-offs.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;

/** Goods that expire, break or get lost, written off by two. */
export const writeOffRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/write-offs',
    door: [...KEEPERS, 'auditor'],
    summary: 'Goods that expire, and those that are written off',
    handle: ({ actor }) => writeOffsPage(actor),
  }),
  route({
    method: 'post',
    path: '/write-offs',
    door: KEEPERS,
    summary: 'Ask that goods be written off',
    form: writeOffForm,
    again: ({ actor }) => writeOffsPage(actor),
    handle: async ({ actor, values, command }) => {
      const writeOff = await askWriteOff(actor, values, command);
      return created('/write-offs', { writeOff }, 'stock.said.writeOffAsked');
    },
  }),
  route({
    method: 'post',
    path: '/write-offs/:id/approval',
    door: KEEPERS,
    summary: 'Agree that goods of somebody else’s asking are written off',
    again: ({ actor }) => writeOffsPage(actor),
    handle: async ({ actor, id, command }) => {
      const writeOff = await approveWriteOff(actor, id, command);
      return done('/write-offs', { writeOff }, 'stock.said.writeOffApproved');
    },
  }),
  route({
    method: 'post',
    path: '/write-offs/:id/rejection',
    door: KEEPERS,
    summary: 'Not agree that goods are written off',
    again: ({ actor }) => writeOffsPage(actor),
    handle: async ({ actor, id, command }) => {
      const writeOff = await refuseWriteOff(actor, id, command);
      return done('/write-offs', { writeOff }, 'stock.said.writeOffRefused');
    },
  }),
];
