import { expect } from 'chai';
import { maskedName, shownName } from '../../src/people/index.ts';

describe('a name in public', () => {
  it('keeps the first and the last character', () => {
    expect(maskedName('王秀兰')).to.equal('王*兰');
    expect(maskedName('欧阳娜娜')).to.equal('欧**娜');
    expect(maskedName('阿卜杜拉·买买提')).to.equal('阿******提');
  });

  it('hides the given name of two characters, and a single one altogether', () => {
    expect(maskedName('王兰')).to.equal('王*');
    expect(maskedName('兰')).to.equal('*');
    expect(maskedName('')).to.equal('*');
  });

  it('counts a rare character as one', () => {
    expect(maskedName('𠮷秀兰')).to.equal('𠮷*兰');
    expect(maskedName('𠮷兰')).to.equal('𠮷*');
  });

  it('keeps the first letter of each word of a Latin name', () => {
    expect(maskedName('John  Smith')).to.equal('J*** S****');
    expect(maskedName('É́lise')).to.equal('É́****');
  });

  it('is full with consent, and that of nobody after erasure', () => {
    const at = '2026-11-22T00:00:00.000Z';
    expect(shownName({ name: '王秀兰', nameConsentAt: at })).to.equal('王秀兰');
    expect(shownName({ name: '王秀兰', nameConsentAt: null })).to.equal('王*兰');
    expect(shownName({ name: '已注销', nameConsentAt: null, erasedAt: at })).to.equal('已注销');
  });
});
