import { Cron } from 'croner';
import type { Logger } from 'pino';
import { forgetAttempts } from './base/attempts.ts';
import { fromNow } from './base/clock.ts';
import { forgetKeys } from './base/command.ts';
import { TIME_ZONE } from './config.ts';
import { followPeople } from './households/index.ts';
import { expireRedemptions, forgetSignatures, remindOfExpiry } from './market/index.ts';
import { forgetDeliveries, forgetMessages, sendDue } from './messages/index.ts';
import { inChinese } from './messages/webhooks/routes.ts';
import { letChildrenGrow } from './people/index.ts';
import { postDueWeeks } from './postings/index.ts';
import { endSignIns, markOverdueTasks, remindOfAppeals } from './staff/index.ts';
import { remindOfRecords } from './volunteering/index.ts';
import { forgetSessions } from './web/session.ts';

const KEY_DAYS = 30;
const DELIVERY_DAYS = 30;
const MESSAGE_DAYS = 365;
const SIGNATURE_DAYS = 365;
const DAY_MS = 24 * 3600_000;

/** Something to do at its time. Any process may do it, and twice is harmless. */
export interface Job {
  readonly name: string;
  /** Minute, hour, day, month, weekday in Asia/Shanghai. */
  readonly times: string;
  readonly run: () => Promise<unknown>;
}

/** Removes what nobody needs any more. */
async function tidy(): Promise<void> {
  await forgetSessions();
  await forgetAttempts();
  await forgetKeys(fromNow(-KEY_DAYS * DAY_MS));
  await forgetDeliveries(fromNow(-DELIVERY_DAYS * DAY_MS));
  await forgetMessages(fromNow(-MESSAGE_DAYS * DAY_MS));
  await forgetSignatures(fromNow(-SIGNATURE_DAYS * DAY_MS));
}

const JOBS: readonly Job[] = [
  { name: 'post-weeks', times: '10 0 * * 1', run: postDueWeeks },
  // A Monday that failed is made up for.
  { name: 'post-weeks-missed', times: '40 3 * * *', run: postDueWeeks },
  { name: 'expire-redemptions', times: '*/10 * * * *', run: expireRedemptions },
  { name: 'remind-of-expiry', times: '*/10 * * * *', run: remindOfExpiry },
  { name: 'follow-people', times: '15 * * * *', run: followPeople },
  { name: 'end-sign-ins', times: '5 0 * * *', run: endSignIns },
  { name: 'grown-children', times: '5 1 * * *', run: letChildrenGrow },
  { name: 'overdue-tasks', times: '20 0 * * *', run: markOverdueTasks },
  { name: 'due-appeals', times: '25 0 * * *', run: remindOfAppeals },
  { name: 'late-records', times: '30 8 * * *', run: remindOfRecords },
  { name: 'send-webhooks', times: '* * * * *', run: () => sendDue(inChinese) },
  { name: 'tidy', times: '30 3 * * *', run: tidy },
];

let crons: readonly Cron[] = [];
const running = new Map<string, Promise<void>>();

/** Starts the jobs and makes up at once for what was missed while the server was off. */
export function startJobs(log: Logger): void {
  crons = JOBS.map((job) => new Cron(job.times, { timezone: TIME_ZONE }, () => runJob(job, log)));
  for (const job of JOBS) void runJob(job, log);
}

/** Runs a job unless it is running still; what fails is logged, and tried again at its next time. */
export function runJob(job: Job, log: Logger): Promise<void> {
  const already = running.get(job.name);
  if (already) return already;
  const run = guarded(job, log).finally(() => running.delete(job.name));
  running.set(job.name, run);
  return run;
}

async function guarded({ name, run }: Job, log: Logger): Promise<void> {
  try {
    await run();
    log.info({ job: name }, 'job done');
  } catch (error) {
    log.error({ err: error, job: name }, 'job failed');
  }
}

/** No job begins any more; resolves when those that run have ended. */
export async function stopJobs(): Promise<void> {
  for (const cron of crons) cron.stop();
  crons = [];
  await Promise.all(running.values());
}
