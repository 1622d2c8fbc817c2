import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret as receivers know it from Standard Webhooks: `whsec_` and 32 bytes in base64. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64');

export interface Signed {
  /** The same at every try. */
  readonly key: string;
  readonly body: string;
  readonly secret: string;
  readonly atMs: number;
}

/**
 * The headers of a delivery, by Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, so
 * that any of its libraries verifies them.
 */
export function signedHeaders({ key, body, secret, atMs }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const bytes = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', bytes)
    .update(`${key}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': key,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
