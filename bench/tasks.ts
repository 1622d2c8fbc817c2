import { closeDatabase } from '../src/base/db.ts';
import { migrate } from '../src/base/migrator.ts';
import { config } from '../src/config.ts';
import { postDueWeeks } from '../src/postings/index.ts';
import { seedBulk } from '../seeders/bulk.ts';
import { seedDemo } from '../seeders/demo.ts';
import { measureImport } from './attendance.ts';
import { fillBox } from './ballot-box.ts';
import { PASSWORD } from './child.ts';
import { fillShoppers } from './counter.ts';
import { fillPeople, measureSearch } from './people.ts';
import { fillQueue, largestPosting } from './queue.ts';
import { fillStreet, measureSheet } from './sheet.ts';
import { measureTally } from './tally.ts';

/** What is done in a process of its own, on the database of a scratch folder. */
const tasks: Readonly<Record<string, (count: number) => Promise<unknown>>> = {
  demo: async () => {
    await seedDemo(PASSWORD);
    return largestPosting();
  },
  queue: (count) => fillQueue(count),
  shoppers: (count) => fillShoppers(count),
  ballots: (count) => fillBox(count),
  history: async (count) => {
    const { transfers } = await seedBulk(count, PASSWORD);
    await postDueWeeks(); // else the server would, at its start, while it is measured
    return transfers;
  },
  people: (count) => fillPeople(count),
  search: () => measureSearch(),
  attendance: (rows) => measureImport(config.dataDir, rows),
  tally: () => measureTally(config.dataDir),
  street: (count) => fillStreet(count),
  sheet: () => measureSheet(config.dataDir),
};

const [name = '', count = '0'] = process.argv.slice(2);
const task = tasks[name];
if (!task) throw new Error(`there is no task ${name}`);
await migrate();
process.send?.(await task(Number(count)));
await closeDatabase();
process.disconnect();
