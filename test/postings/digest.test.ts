import { expect } from 'chai';
import { digestOf } from '../../src/postings/content.ts';
import type { Sealed } from '../../src/postings/content.ts';

const SEALED: Sealed = {
  communityId: 1,
  kind: 'resident',
  period: '2026-W47',
  number: '伏波岭〔2026〕第47周',
  opensOn: '2026-11-23',
  closesOn: '2026-11-27',
  frozenAt: '2026-11-22T16:10:00.000Z',
  lines: [{ personId: 7, earned: 6, deducted: 2, net: 4, actions: 3, minutes: 90 }],
  totals: { issued: 4, redeemed: 0, outstanding: 4 },
  previousDigest: '',
};

const TRANSFER = {
  id: 9,
  from: 1,
  to: 4,
  points: 6,
  kind: 'award',
  cause: 'check-in:7',
  reverses: null,
  ruleVersionId: 2,
  reason: null,
  occurredOn: '2026-11-17',
  bookedAt: '2026-11-17T04:00:00.000Z',
  bookedById: 3,
  approvedById: null,
};

describe('the digest of a posting', () => {
  it('is for ever what it was when the first postings were frozen', () => {
    expect(digestOf(SEALED, [TRANSFER])).to.equal(
      'f6c3043defad92e4bc48456b86e826093dffc15406b72ac517f08a58f3dc0549',
    );
  });

  it('covers what a line says besides its figures', () => {
    const withDetails = (department: string): string => {
      const [line] = SEALED.lines;
      return digestOf({ ...SEALED, lines: [{ ...line!, details: { department } }] }, [TRANSFER]);
    };
    expect(withDetails('党政办')).not.to.equal(withDetails('财政所'));
  });
});
