import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { pino } from 'pino';
import { setClock } from '../src/base/clock.ts';
import { at } from '../src/base/period.ts';
import { runJob, startJobs, stopJobs } from '../src/jobs.ts';
import { latestPostings } from '../src/postings/index.ts';
import { aCommunity, aResident } from './factories.ts';
import { bookedOn } from './postings/factories.ts';

const silent = pino({ level: 'silent' });

describe('jobs', () => {
  afterEach(() => setClock());

  it('make up at start for the Mondays that were missed', async () => {
    const community = await aCommunity();
    await bookedOn('2026-11-10', await aResident(community), 'award', 3);
    setClock(at('2026-11-25', '08:00'));
    startJobs(silent);
    await stopJobs();
    const posted = await latestPostings(community.id, 9);
    expect(posted.map(({ period }) => period)).to.deep.equal(['2026-W47', '2026-W46']);
  });

  it('do not overlap with themselves', async () => {
    let begun = 0;
    let finish = (): void => undefined;
    const run = (): Promise<void> => {
      begun += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const job = { name: 'slow', times: '* * * * *', run };
    const both = [runJob(job, silent), runJob(job, silent)];
    finish();
    await Promise.all(both);
    expect(begun).to.equal(1);
    const again = runJob(job, silent);
    finish();
    await again;
    expect(begun).to.equal(2);
  });

  it('log what fails and go on', async () => {
    const written = new PassThrough();
    const run = (): Promise<never> => Promise.reject(new Error('no disk'));
    await runJob({ name: 'broken', times: '* * * * *', run }, pino(written));
    written.end();
    expect(await text(written))
      .to.include('no disk')
      .and.to.include('broken');
  });
});
