import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sqlitePath } from '../src/base/sqlite.ts';
import { balancesOf } from '../src/ledger/index.ts';
import { issueToken } from '../src/people/index.ts';
import { aCommunity, aManager, aResident } from './factories.ts';
import { addressOf, runCommand, startCommand } from './support/command.ts';
import { aDataCopy, rowsIn, tamper } from './postings/database-copy.ts';
import { client } from './support/server.ts';
import { givePoints } from './market/factories.ts';
import { aCheckIn, aRule } from './volunteering/factories.ts';

const LONG_MS = 120_000;
const CHECK_INS = 60;
const CLIENTS = 4;
const ENOUGH = 20;

// In production an empty demo is never made, so the server starts at once.
const serverSettings = (folder: string): Record<string, string> => ({
  DATA_DIR: folder,
  NODE_ENV: 'production',
  PORT: '0',
});

const countIn = async (folder: string, table: string): Promise<number> =>
  (await rowsIn<{ n: number }>(folder, `SELECT COUNT(*) AS n FROM ${table}`))[0]!.n;

describe('a backup', function () {
  this.timeout(LONG_MS);

  it('is a whole copy with a manifest, and brings back what was there', async () => {
    const person = await aResident(await aCommunity());
    await givePoints(person, 9);
    const folder = await aDataCopy();
    const transfers = await countIn(folder, 'transfers');
    const made = await runCommand(['backup'], { DATA_DIR: folder });
    const file = made.lines.at(-1)!;
    expect(made.code).to.equal(0);
    expect(JSON.parse(await readFile(`${file}.json`, 'utf8'))).to.have.all.keys([
      'madeAt',
      'database',
      'photos',
    ]);
    await tamper(folder, 'DROP TRIGGER transfers_no_delete; DELETE FROM transfers');
    const restored = await runCommand(['restore', file], { DATA_DIR: folder });
    expect(restored.lines[0]).to.match(/^all is well/);
    expect(restored.code).to.equal(0);
    expect(await countIn(folder, 'transfers')).to.equal(transfers);
    expect(readdirSync(folder).some((name) => name.startsWith('replaced-'))).to.equal(true);
    expect((await balancesOf(person.personId)).available).to.equal(9);
  });

  it('is not restored when it is damaged, and what is there stays', async () => {
    const folder = await aDataCopy();
    const [before, broken] = [await readFile(sqlitePath(folder)), join(folder, 'broken.sqlite')];
    await writeFile(broken, before.subarray(0, before.length / 2));
    const { code } = await runCommand(['restore', broken], { DATA_DIR: folder });
    expect(code).to.equal(1);
    expect((await readFile(sqlitePath(folder))).equals(before)).to.equal(true);
  });

  it('is not restored when it is not what its manifest says', async () => {
    const folder = await aDataCopy();
    const { lines } = await runCommand(['backup'], { DATA_DIR: folder });
    await appendFile(lines.at(-1)!, 'x');
    expect((await runCommand(['restore', lines.at(-1)!], { DATA_DIR: folder })).code).to.equal(1);
  });

  it('whose figures do not add up is taken out again', async () => {
    await givePoints(await aResident(await aCommunity()), 9);
    const [folder, forged] = [await aDataCopy(), await aDataCopy()];
    await tamper(forged, "UPDATE accounts SET balance = 99 WHERE kind = 'available'");
    const { code } = await runCommand(['restore', sqlitePath(forged)], { DATA_DIR: folder });
    expect(code).to.equal(1);
    const [highest] = await rowsIn<{ n: number }>(folder, 'SELECT MAX(balance) AS n FROM accounts');
    expect(highest!.n).to.be.below(99);
  });

  it('is made, but not restored, while a server runs', async () => {
    const folder = await aDataCopy();
    const server = startCommand(['serve'], serverSettings(folder));
    try {
      await addressOf(server);
      const made = await runCommand(['backup'], { DATA_DIR: folder });
      expect(made.code).to.equal(0);
      const restored = await runCommand(['restore', made.lines.at(-1)!], { DATA_DIR: folder });
      expect(restored.code).to.equal(1);
      expect(existsSync(sqlitePath(folder))).to.equal(true);
    } finally {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  });
});

describe('a server that is killed', function () {
  this.timeout(LONG_MS);

  it('has lost nothing that it acknowledged', async () => {
    const community = await aCommunity();
    const [person, manager] = [await aResident(community), await aManager(community)];
    const rule = await aRule(community);
    const waiting: number[] = [];
    for (let n = 0; n < CHECK_INS; n += 1) waiting.push((await aCheckIn(person, rule)).id);
    const token = await issueToken(manager);
    const folder = await aDataCopy();
    const server = startCommand(['serve'], serverSettings(folder));
    const address = await addressOf(server);
    const acknowledged: number[] = [];
    const approve = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const path = `/check-ins/${id}/approval`;
        const reply = await client(address).json(path, { token, body: {} });
        expect(reply.status).to.equal(200);
        acknowledged.push(id);
        if (acknowledged.length === ENOUGH) server.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: CLIENTS }, approve));
    expect(acknowledged.length).to.be.within(ENOUGH, CHECK_INS - 1);
    const found = await rowsIn<{ cause: string }>(folder, 'SELECT cause FROM transfers');
    expect(found.map(({ cause }) => cause)).to.include.members(
      acknowledged.map((id) => `check-in:${id}`),
    );
    expect((await runCommand(['verify'], { DATA_DIR: folder })).lines[0]).to.match(/^all is well/);
  });
});
