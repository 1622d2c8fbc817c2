import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// argon2id with the parameters that OWASP names as the least: 19 MiB, two passes, one lane.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

export const passwordFits = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);

const decoy = hashPassword('nobody has this password');

/** Takes as long as a check does, so that an unknown name cannot be told from a wrong password. */
export async function pretendCheck(password: string): Promise<void> {
  await verify(await decoy, password);
}

/** A code that a manager reads out: eight digits, used once, then changed. */
export const oneTimeCode = (): string => String(randomInt(0, 100_000_000)).padStart(8, '0');
