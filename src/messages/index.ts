/**
 * Messages: what a person is told inside the app.
 *
 * Words.  A *message* tells one person of something that concerns them, and leads to where it is.
 * Owns.   messages.
 * Uses.   people (who asks).
 * Holds.  A message is kept in the transaction that makes it true, so nobody is told of what was
 *         undone. It names no phone and no ID number.
 */
export { markRead, openMessage, tell } from './telling.ts';
export type { NewMessage } from './telling.ts';
export { messagesOf, unreadCount } from './queries.ts';
export type { Message } from './queries.ts';
