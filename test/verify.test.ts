import { expect } from 'chai';
import { setClock } from '../src/base/clock.ts';
import { isPostgres } from '../src/base/db.ts';
import { at } from '../src/base/period.ts';
import { postWeek } from '../src/postings/index.ts';
import { linesOf, verifyAll } from '../src/verify.ts';
import { aCommunity, aResident } from './factories.ts';
import { aGood } from './market/factories.ts';
import { runCommand } from './support/command.ts';
import { aDataCopy, tamper } from './postings/database-copy.ts';
import { bookedOn } from './postings/factories.ts';
import { anOffice, aStaffPosting } from './postings/street.ts';

const LONG_MS = 60_000;

/** A week of residents and one of staff, posted; one more transfer, and a good with stock. */
async function history(): Promise<
  Record<'transfer' | 'person' | 'posting' | 'good' | 'staffPosting', number>
> {
  const community = await aCommunity();
  const { personId, ...rest } = await aResident(community);
  const person = { personId, ...rest };
  const transfer = await bookedOn('2026-11-17', person, 'award', 6);
  setClock(at('2026-11-23', '00:10'));
  const { id } = await postWeek(community.id, '2026-W47');
  await bookedOn('2026-11-24', person, 'award', 2);
  const staffPosting = await aStaffPosting(await anOffice());
  setClock();
  const good = await aGood(community);
  return { transfer, person: personId, posting: id, good: good.id, staffPosting };
}

describe('verify', () => {
  afterEach(() => setClock());

  it('finds that all is well after honest work', async () => {
    await history();
    const lines = linesOf(await verifyAll());
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.match(
      /^all is well: \d+ accounts, \d+ transfers, \d+ goods, \d+ postings$/,
    );
  });

  // A copy of the file is SQLite's alone.
  if (isPostgres) return;

  it('says so and exits with 0, on a copy that nobody touched', async function () {
    this.timeout(LONG_MS);
    await history();
    const { code, lines } = await runCommand(['verify'], { DATA_DIR: await aDataCopy() });
    expect(lines.join('\n')).to.match(/^all is well/);
    expect(code).to.equal(0);
  });

  const forgeries = [
    {
      what: 'a balance',
      script: ({ person }: Forged) =>
        `UPDATE accounts SET balance = balance + 5 WHERE kind = 'available'
           AND owner_kind = 'person' AND owner_id = ${person}`,
      finds: () => /^ledger: balance of account:\d+ is 13, should be 8$/m,
    },
    {
      what: 'a stock figure',
      script: ({ good }: Forged) => `UPDATE goods SET stock = stock - 1 WHERE id = ${good}`,
      finds: ({ good }: Forged) =>
        new RegExp(`^stock: stock of good:${good} is 9, should be 10$`, 'm'),
    },
    {
      what: 'a line of a posting',
      script: ({ posting }: Forged) =>
        `DROP TRIGGER IF EXISTS posting_lines_no_update;
         UPDATE posting_lines SET earned = 60, net = 60 WHERE posting_id = ${posting}`,
      finds: ({ posting, person }: Forged) =>
        new RegExp(`^postings: line of posting:${posting} person:${person} is \\+60 `, 'm'),
    },
    {
      what: 'a transfer, with the balance made to fit',
      script: ({ transfer, person }: Forged) =>
        `DROP TRIGGER IF EXISTS transfers_no_update;
         UPDATE transfers SET points = 7 WHERE id = ${transfer};
         UPDATE accounts SET balance = balance + 1, earned = earned + 1 WHERE kind = 'available'
           AND owner_kind = 'person' AND owner_id = ${person}`,
      finds: ({ posting }: Forged) =>
        new RegExp(`^postings: digest of posting:${posting} is `, 'm'),
    },
    {
      what: 'the reason of a transfer',
      script: ({ transfer }: Forged) =>
        `DROP TRIGGER IF EXISTS transfers_no_update;
         UPDATE transfers SET reason = 'other' WHERE id = ${transfer}`,
      finds: ({ posting }: Forged) =>
        new RegExp(`^postings: digest of posting:${posting} is `, 'm'),
    },
    {
      what: 'a part of a line of staff',
      script: ({ staffPosting }: Forged) =>
        `DROP TRIGGER IF EXISTS posting_lines_no_update;
         UPDATE posting_lines SET details = REPLACE(details, '"attendance":-2', '"attendance":-1')
          WHERE posting_id = ${staffPosting}`,
      finds: ({ staffPosting }: Forged) =>
        new RegExp(`^postings: line of posting:${staffPosting} person:\\d+ is .* parts -1 `, 'm'),
    },
    {
      what: 'the department in a line of staff',
      script: ({ staffPosting }: Forged) =>
        `DROP TRIGGER IF EXISTS posting_lines_no_update;
         UPDATE posting_lines SET details = REPLACE(details, '党政办', '财政所')
          WHERE posting_id = ${staffPosting}`,
      finds: ({ staffPosting }: Forged) =>
        new RegExp(`^postings: digest of posting:${staffPosting} is `, 'm'),
    },
  ];
  type Forged = Awaited<ReturnType<typeof history>>;

  describe('of a copy that was changed behind its back', function () {
    this.timeout(LONG_MS);
    const forged: Forged[] = [];
    let said = '';
    let exit: number | null = 0;

    before(async () => {
      while (forged.length < forgeries.length) forged.push(await history());
      const folder = await aDataCopy();
      for (const [index, { script }] of forgeries.entries()) {
        await tamper(folder, script(forged[index]!));
      }
      const { code, lines } = await runCommand(['verify'], { DATA_DIR: folder });
      [said, exit] = [lines.join('\n'), code];
    });

    for (const [index, { what, finds }] of forgeries.entries()) {
      it(`finds ${what}`, () => {
        expect(said).to.match(finds(forged[index]!));
      });
    }

    it('exits with 1', () => {
      expect(exit).to.equal(1);
    });
  });
});
