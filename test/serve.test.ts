import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { config } from '../src/config.ts';
import { client } from './support/server.ts';
import { addressOf, runCommand, startCommand } from './support/command.ts';

const SECRET = randomBytes(32).toString('hex');

/** Settings of a service in production, with a folder of its own. */
const production = (): Record<string, string> => ({
  NODE_ENV: 'production',
  SESSION_SECRET: SECRET,
  DATABASE_URL: '',
  DATA_DIR: mkdtempSync(join(config.dataDir, 'service-')),
  LOG_LEVEL: 'info',
  PORT: '0',
});

const servers: ChildProcess[] = [];

/** A server in these settings, and where it is; ended after the test, whatever became of it. */
async function served(
  settings: Record<string, string>,
): Promise<{ server: ChildProcess; address: string }> {
  const server = startCommand(['serve'], settings);
  servers.push(server);
  return { server, address: await addressOf(server) };
}

async function stopped(server: ChildProcess): Promise<number | null> {
  const ended = once(server, 'exit') as Promise<[number | null]>;
  server.kill('SIGTERM');
  return (await ended)[0];
}

describe('the service', function () {
  this.timeout(60_000);

  afterEach(() => {
    for (const server of servers.splice(0)) server.kill('SIGKILL');
  });

  it('does not start in production without a secret, nor with a wrong setting', async () => {
    const bare = { ...production(), SESSION_SECRET: '' };
    expect((await runCommand(['serve'], bare)).code).to.equal(1);
    expect((await runCommand(['serve'], { ...production(), PORT: 'many' })).code).to.equal(1);
    const mysql = { ...production(), DATABASE_URL: 'mysql://localhost/x' };
    expect((await runCommand(['serve'], mysql)).code).to.equal(1);
  });

  it('begins empty in production, and is founded from the terminal', async () => {
    const settings = production();
    const founding = ['found', '--community', '伏波岭社区', '--short', '伏波岭', '--grids', '一'];
    const administrator = ['--administrator', '张三丰', '--sign-in-name', 'founder-of-all'];
    const { code, lines } = await runCommand([...founding, ...administrator], settings);
    expect(code).to.equal(0);
    const oneTimeCode = /\b\d{8}\b/.exec(lines.join('\n'))?.[0] ?? '';

    const { server, address } = await served(settings);
    let said = '';
    server.stdout?.on('data', (text: string) => {
      said += text;
    });
    const visitor = client(address);
    await visitor.signIn('founder-of-all', oneTimeCode);
    expect((await visitor.get('/people')).location).to.equal('/me/password');
    const wrong = await client(address).post('/session', {
      name: '13800001234',
      password: 'my own secret',
    });
    expect(wrong.status).to.equal(422);

    expect(await stopped(server)).to.equal(0);
    expect(said).to.include('"path":"/session"');
    for (const typed of ['founder-of-all', '张三丰', oneTimeCode, '13800001234', 'my own secret']) {
      expect(said, 'the log').not.to.include(typed);
    }
  });

  it('finishes what is under way when it is told to stop', async () => {
    const settings = production();
    await runCommand(['found', '--community', '甲', '--short', '甲', '--grids', '一'], settings);
    const { server, address } = await served(settings);
    // A password check takes a while: the stop comes in the middle of it.
    const asked = client(address).json('/tokens', { body: { name: 'nobody', password: 'x' } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [reply, code] = await Promise.all([asked, stopped(server)]);
    expect([reply.status, code]).to.deep.equal([422, 0]);
  });
});
