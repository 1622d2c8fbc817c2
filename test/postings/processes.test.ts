import { expect } from 'chai';
import { now, setClock } from '../../src/base/clock.ts';
import { mondayOf, previousWeek, weekOf } from '../../src/base/period.ts';
import { communityById } from '../../src/people/index.ts';
import { latestPostings, verifyPostings } from '../../src/postings/index.ts';
import { aCommunity, aResident } from '../factories.ts';
import { runCommand } from '../support/command.ts';
import { bookedOn } from './factories.ts';
import { anOffice, happened } from './street.ts';

describe('two processes that post the same week', () => {
  afterEach(() => setClock());

  it('make one posting of a community and one of a street office between them, and each says so', async function () {
    this.timeout(60_000);
    const week = previousWeek(previousWeek(weekOf(now())));
    const community = await aCommunity();
    await bookedOn(mondayOf(week), await aResident(community), 'award', 3);
    const { street, member } = await anOffice();
    await happened(member, 'absent', mondayOf(week));
    setClock();
    const both = await Promise.all([
      runCommand(['post-week', '--week', week]),
      runCommand(['post-week', '--week', week]),
    ]);
    expect(both.map(({ code }) => code)).to.deep.equal([0, 0]);
    const names = [await communityById(community.id), await communityById(street.id)];
    const said = both
      .flatMap(({ lines }) => lines)
      .filter((text) => names.some(({ name }) => text.startsWith(`${name}: `)));
    expect(said.filter((text) => text.endsWith(' posted'))).to.have.lengthOf(2);
    expect(said.filter((text) => text.endsWith(' was posted before'))).to.have.lengthOf(2);
    expect(await latestPostings(community.id, 9)).to.have.lengthOf(1);
    expect(await latestPostings(street.id, 9, { kind: 'staff' })).to.have.lengthOf(1);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('is refused for a week that is not over, or that does not exist', async function () {
    this.timeout(60_000);
    const [early, wrong] = await Promise.all([
      runCommand(['post-week', '--week', weekOf(now())]),
      runCommand(['post-week', '--week', '2025-W53']),
    ]);
    expect([early.code, wrong.code]).to.deep.equal([1, 1]);
  });
});
