/**
 * Messages: what a person is told inside the app, and what of it goes out to SMS or WeChat.
 *
 * Words.  A *message* tells one person of something that concerns them, and leads to where it is.
 *         A *topic* is what messages are about. A *webhook* is where a tenant's messages go out to;
 *         a *delivery* is one message on its way there. A *choice* is the topics that a person
 *         agrees to have sent out.
 * Owns.   messages, message_choices, webhooks, webhook_deliveries.
 * Uses.   people (who asks).
 * Holds.  A message is kept in the transaction that makes it true, so nobody is told of what was
 *         undone. It names no phone and no ID number. A delivery is queued in that transaction and
 *         sent after it, at least once, under one id, and only while its person agrees.
 */
export { forgetMessages, markRead, openMessage, tell } from './telling.ts';
export type { NewMessage } from './telling.ts';
export { messagesOf, unreadCount } from './queries.ts';
export type { Message } from './queries.ts';
export { choose } from './webhooks/choices.ts';
export { forgetDeliveries, sendDue } from './webhooks/sending.ts';
export type { Sentence } from './webhooks/body.ts';
