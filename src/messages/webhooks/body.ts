import type { Instant } from '../../base/clock.ts';
import type { Facts } from '../../base/refusal.ts';
import { topicOf } from '../topics.ts';
import type { Topic } from '../topics.ts';

/** The words of a kind of message in the language of the residents. */
export type Sentence = (kind: string, facts: Facts) => string;

/** A delivery with everything it is made of; without a message it is a trial. */
export interface Outgoing {
  readonly id: number;
  readonly key: string;
  readonly tries: number;
  readonly createdAt: Instant;
  readonly communityId: number;
  readonly url: string;
  readonly secret: string;
  readonly withPhone: unknown;
  readonly messageId: number | null;
  readonly kind: string | null;
  readonly facts: string | null;
  readonly href: string | null;
  readonly personId: number | null;
  readonly phone: string | null;
  /** JSON: what the person agrees to now; null: nothing. */
  readonly topics: string | null;
  readonly phoneAgreed: unknown;
}

/** Whether the person agrees still; a trial concerns nobody. */
export const mayGo = ({ kind, topics }: Outgoing): boolean =>
  kind === null || (JSON.parse(topics ?? '[]') as Topic[]).includes(topicOf(kind));

/** The JSON that goes out: no name, and the phone only where tenant and person both said so. */
export function bodyOf(one: Outgoing, sentence: Sentence): string {
  const { kind, personId, phone, withPhone, phoneAgreed } = one;
  const type = kind ?? 'trial';
  const facts = JSON.parse(one.facts ?? '{}') as Facts;
  const goesAlong = phone !== null && Boolean(withPhone) && Boolean(phoneAgreed);
  const person = personId === null ? null : { id: personId, ...(goesAlong ? { phone } : {}) };
  return JSON.stringify({
    type,
    timestamp: one.createdAt,
    data: {
      communityId: one.communityId,
      messageId: one.messageId,
      person,
      topic: kind === null ? null : topicOf(kind),
      facts,
      text: sentence(type, facts),
      href: one.href,
    },
  });
}
