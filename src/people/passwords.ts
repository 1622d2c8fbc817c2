import { createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { config } from '../config.ts';

// argon2id with the parameters that OWASP names as the least: 19 MiB, two passes, one lane.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A Chinese keyboard types １２３ as easily as 123.
const asTyped = (password: string): string => password.normalize('NFKC');

/** The argon2id hash of a password, which is all that is kept of it. */
export const hashPassword = (password: string): Promise<string> =>
  hash(asTyped(password), PARAMETERS);

/** Whether the password is the one that the hash was made of. */
export const passwordFits = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, asTyped(password));

const decoy = hashPassword('nobody has this password');

/** Takes as long as a check does, so that an unknown name cannot be told from a wrong password. */
export async function pretendCheck(password: string): Promise<void> {
  await verify(await decoy, asTyped(password));
}

const secret = config.sessionSecret ?? randomBytes(32).toString('hex');

/** A digest that is worth nothing without the server's secret, for what must not lie in the database. */
export const sealed = (text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/**
 * A code that a manager reads out: eight digits, used to sign in once and then changed. The same
 * for the same seed, so that a repeated command can answer it again although only its hash is kept.
 */
export const oneTimeCode = (seed: string): string =>
  String(BigInt(`0x${sealed(seed)}`) % 100_000_000n).padStart(8, '0');
