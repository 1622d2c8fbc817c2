import { expect } from 'chai';
import sql from 'sql-template-tag';
import { change, inTransaction, row } from '../../src/base/db.ts';
import type { Transaction } from '../../src/base/db.ts';
import { now } from '../../src/base/clock.ts';
import { unique } from '../factories.ts';

const insert = (sid: string, tx: Transaction): Promise<number> =>
  change(sql`INSERT INTO sessions (sid, data, expires_at) VALUES (${sid}, '{}', ${now()})`, tx);

const isThere = async (sid: string): Promise<boolean> =>
  (await row(sql`SELECT sid FROM sessions WHERE sid = ${sid}`)) !== null;

describe('writing while others write', () => {
  it('keeps what succeeded and undoes what failed, each alone', async () => {
    const sids = Array.from({ length: 40 }, () => unique('s'));
    const ends = await Promise.allSettled(
      sids.map((sid, n) =>
        inTransaction(async (tx) => {
          await insert(sid, tx);
          if (n % 3 === 0) throw new Error('changed my mind');
          return sid;
        }),
      ),
    );
    for (const [n, sid] of sids.entries()) {
      expect(ends[n]?.status).to.equal(n % 3 === 0 ? 'rejected' : 'fulfilled');
      expect(await isThere(sid)).to.equal(n % 3 !== 0);
    }
  });

  it('is not disturbed by a neighbour whom the database refuses', async () => {
    const [taken, free] = [unique('s'), unique('s')];
    await inTransaction((tx) => insert(taken, tx));
    const ends = await Promise.allSettled(
      [free, taken, unique('s')].map((sid) => inTransaction((tx) => insert(sid, tx))),
    );
    expect(ends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await isThere(free)).to.equal(true);
  });

  it('answers when others can read what was written, and not before', async () => {
    const sids = Array.from({ length: 20 }, () => unique('s'));
    const seen = await Promise.all(
      sids.map(async (sid) => {
        await inTransaction((tx) => insert(sid, tx));
        return isThere(sid);
      }),
    );
    expect(seen).to.not.include(false);
  });

  it('refuses a transaction inside a transaction, and a query that forgets its own', async () => {
    const within = await inTransaction(async () => {
      const asked = [inTransaction(() => Promise.resolve()), isThere('nobody')];
      return Promise.allSettled(asked);
    });
    expect(within.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
  });
});
