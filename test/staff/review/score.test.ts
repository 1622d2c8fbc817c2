import { expect } from 'chai';
import { meanOf, weighted } from '../../../src/staff/appraisals/score.ts';

describe('the score of a quarter', () => {
  it('is points and evaluation by their weights, in whole hundredths', () => {
    expect(weighted(98, 9250, 70)).to.equal(6860 + 2775);
    expect(weighted(100, 8333, 70)).to.equal(7000 + 2500);
    expect(weighted(-5, 10_000, 70)).to.equal(-350 + 3000);
  });

  it('is the points alone where the evaluation is hidden, and that is not an evaluation of 0', () => {
    expect(weighted(98, null, 70)).to.equal(9800);
    expect(weighted(98, 0, 70)).to.equal(6860);
  });

  it('is one of the two alone at the ends of the weights', () => {
    expect(weighted(98, 9250, 100)).to.equal(9800);
    expect(weighted(98, 9250, 0)).to.equal(9250);
  });

  it('of a year is the mean of the quarters that there are', () => {
    expect(meanOf([9800, 9635, 9701])).to.equal(9712);
    expect(meanOf([])).to.equal(null);
  });
});
