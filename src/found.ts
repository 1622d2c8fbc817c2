import { parseArgs } from 'node:util';
import { fromNow } from './base/clock.ts';
import { newKey } from './base/command.ts';
import { inTransaction } from './base/db.ts';
import { migrate } from './base/migrator.ts';
import { ConfigError } from './config.ts';
import {
  addGrid,
  foundCommunity,
  hashPassword,
  insertPerson,
  oneTimeCode,
} from './people/index.ts';

const USAGE = `found --community NAME --short NAME --grids NAME,NAME,…
      [--administrator NAME --sign-in-name NAME]`;
const CODE_DAYS = 7;
const DAY_MS = 24 * 3600_000;

interface Plan {
  readonly name: string;
  readonly shortName: string;
  readonly grids: readonly string[];
  readonly administrator: { readonly name: string; readonly signInName: string } | null;
}

/**
 * `found`: makes a community with its grids and, for the first one, an administrator of all, whose
 * one-time code it prints. Everybody else is made on the pages. Throws when a name is taken.
 */
export async function foundCommand(args: readonly string[]): Promise<void> {
  const plan = planOf(args);
  await migrate();
  const code = oneTimeCode(newKey());
  const passwordHash = await hashPassword(code);
  await inTransaction(async (tx) => {
    const communityId = await foundCommunity(plan, tx);
    for (const grid of plan.grids) await addGrid(communityId, grid, tx);
    if (!plan.administrator) return;
    const codeExpiresAt = fromNow(CODE_DAYS * DAY_MS);
    const roles = ['administrator'] as const;
    const person = { ...plan.administrator, communityId, passwordHash, codeExpiresAt, roles };
    await insertPerson({ ...person, grantedIn: null }, null, tx);
  });
  process.stdout.write(`Founded ${plan.name}.\n`);
  if (!plan.administrator) return;
  const { signInName } = plan.administrator;
  process.stdout.write(`${signInName} signs in with ${code}, within ${CODE_DAYS} days.\n`);
}

function planOf(args: readonly string[]): Plan {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      community: text,
      short: text,
      grids: text,
      administrator: text,
      'sign-in-name': text,
    },
  });
  const { community, short, grids, administrator, 'sign-in-name': signInName } = values;
  if (!community || !short || !grids || !administrator !== !signInName) {
    throw new ConfigError(`Usage: ${USAGE}`);
  }
  return {
    name: community,
    shortName: short,
    grids: grids.split(','),
    administrator: administrator && signInName ? { name: administrator, signInName } : null,
  };
}
