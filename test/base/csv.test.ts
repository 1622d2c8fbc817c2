import { expect } from 'chai';
import { csvOf } from '../../src/base/csv.ts';

describe('a table for a spreadsheet', () => {
  it('begins with the mark of UTF-8 and ends its lines in CRLF', () => {
    expect(
      csvOf([
        ['姓名', '获得'],
        ['王*兰', 7],
      ]),
    ).to.equal('\uFEFF姓名,获得\r\n王*兰,7\r\n');
  });

  for (const text of ['=1+1', '+86', '-2', '@SUM(A1)', '\tx', '\rx']) {
    it(`does not let ${JSON.stringify(text)} run as a formula`, () => {
      const cell = csvOf([[text]]).slice(1, -2);
      expect(cell.replace(/^"/, '')[0]).to.equal("'");
    });
  }

  it('keeps numbers numbers, below zero too', () => {
    expect(csvOf([[-3, 0.5, 0]])).to.equal('\uFEFF-3,0.5,0\r\n');
  });

  it('quotes what has commas, quotes or line ends', () => {
    expect(csvOf([['a,b', 'say "hi"', 'a\nb']])).to.equal('\uFEFF"a,b","say ""hi""","a\nb"\r\n');
  });
});
