import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { isDay } from './base/period.ts';
import { ConfigError } from './config.ts';
import { JOURNAL_FORMATS, journalOf } from './exchange/index.ts';
import type { JournalFormat, JournalWish } from './exchange/index.ts';
import { communities, streets } from './people/index.ts';

const USAGE = `export --community NAME [--format hledger|beancount] [--from DAY] [--to DAY]
      [--out FILE] [--names]`;

const isFormat = (text: string): text is JournalFormat =>
  (JOURNAL_FORMATS as readonly string[]).includes(text);

/**
 * `export`: the ledger of a community or a street office as a journal for hledger or beancount, to a
 * file or to the terminal. Accounts are told by number; with `--names` also whose they are.
 */
export async function exportCommand(args: readonly string[]): Promise<void> {
  const { wish, out } = await wished(args);
  const target = out === undefined ? process.stdout : createWriteStream(out, { flags: 'wx' });
  await pipeline(Readable.from(journalOf(wish)), target, { end: out !== undefined });
}

async function wished(
  args: readonly string[],
): Promise<{ readonly wish: JournalWish; readonly out: string | undefined }> {
  const options = {
    community: { type: 'string' },
    format: { type: 'string', default: 'hledger' },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    names: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { community, format, from, to, out, names } = values;
  if (!community) throw new ConfigError(`Usage: ${USAGE}`);
  if (!isFormat(format)) throw new ConfigError(`There is no format ${format}. ${USAGE}`);
  for (const day of [from, to]) {
    if (day !== undefined && !isDay(day)) {
      throw new ConfigError(`There is no day ${day}: name it like 2026-11-22.`);
    }
  }
  const tenants = [...(await communities()), ...(await streets())];
  const tenant = tenants.find(({ name }) => name === community);
  if (!tenant) {
    const known = tenants.map(({ name }) => name).join(', ');
    throw new ConfigError(`There is no community ${community}. There are: ${known}`);
  }
  return { wish: { communityId: tenant.id, title: tenant.name, format, from, to, names }, out };
}
