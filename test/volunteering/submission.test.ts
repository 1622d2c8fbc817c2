import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row } from '../../src/base/db.ts';
import { addDays, today } from '../../src/base/period.ts';
import { config } from '../../src/config.ts';
import {
  approveCheckIn,
  resubmitCheckIn,
  returnCheckIn,
  submitCheckIn,
} from '../../src/volunteering/index.ts';
import { checkInViews } from '../../src/volunteering/check-in-view.ts';
import { checkInsById } from '../../src/volunteering/check-in-queries.ts';
import type { FlagView } from '../../src/volunteering/check-in-view.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aManager, aPerson, aResident, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, anUpload, aPicture, aRule } from './factories.ts';

function filesKept(communityId: number): number {
  const folder = join(config.dataDir, 'photos', `c${communityId}`);
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.webp'),
    ).length;
  } catch {
    return 0;
  }
}

async function countOf(communityId: number): Promise<{ checkIns: number; photos: number }> {
  const counts = await row<{ checkIns: number; photos: number }>(
    sql`SELECT (SELECT COUNT(*) FROM check_ins WHERE community_id = ${communityId}) AS "checkIns",
               (SELECT COUNT(*) FROM photos WHERE community_id = ${communityId}) AS photos`,
  );
  return counts!;
}

async function flagsOf(reviewer: Actor, id: number): Promise<readonly FlagView[]> {
  const [view] = await checkInViews(reviewer, await checkInsById([id]));
  return view?.flags ?? [];
}

describe('reporting an action', () => {
  it('keeps what was said, and says what it would earn', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community, { photoRequired: true });
    const photo = await anUpload(await aPicture(1));
    const wish = { quantity: 2, place: '3 栋楼下', note: '扫地', occurredOn: addDays(today(), -3) };
    const checkIn = await aCheckIn(resident, rule, wish, [photo]);
    expect(checkIn).to.include({ ...wish, state: 'submitted', points: 4, capped: null });
    expect(checkIn.person).to.deep.equal({ id: resident.personId, name: resident.name });
    expect(checkIn.photos).to.have.lengthOf(1);
    expect(checkIn.decision).to.equal(null);
    expect(checkIn, 'flags are for reviewers').not.to.have.property('flags');
    expect(filesKept(community.id)).to.equal(2);
  });

  it('gives the same command its first answer and refuses other content', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community);
    const photo = await anUpload(await aPicture(2));
    const other = await anUpload(await aPicture(3));
    const command = asked(resident);
    const input = { rule: rule.code, place: '广场' };
    const first = await submitCheckIn(resident, input, [photo], command);
    expect(await submitCheckIn(resident, input, [photo], command)).to.deep.equal(first);
    await refused(submitCheckIn(resident, input, [other], command), 'key-reused');
    const elsewhere = { ...input, place: '楼下' };
    await refused(submitCheckIn(resident, elsewhere, [photo], command), 'key-reused');
    expect(await countOf(community.id)).to.deep.equal({ checkIns: 1, photos: 1 });
    expect(filesKept(community.id)).to.equal(2);
  });

  it('happens once when the same command comes twice at the same moment', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community);
    const photo = await anUpload(await aPicture(4));
    const command = asked(resident);
    const input = { rule: rule.code, place: '广场' };
    const [one, two] = await Promise.all([
      submitCheckIn(resident, input, [photo], command),
      submitCheckIn(resident, input, [photo], command),
    ]);
    expect(two).to.deep.equal(one);
    expect(await countOf(community.id)).to.deep.equal({ checkIns: 1, photos: 1 });
  });

  it('is refused for a day to come, for one too long ago, and for a rule not in force', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community);
    const young = await aRule(community, { effectiveFrom: today() });
    const off = await aRule(community, { active: false });
    const deduction = await aRule(community, { points: -10 });
    const on = (days: number) => ({ occurredOn: addDays(today(), days) });
    await refused(aCheckIn(resident, rule, on(1)), 'occurred-in-future');
    await refused(aCheckIn(resident, rule, on(-31)), 'occurred-too-long-ago');
    await refused(aCheckIn(resident, young, on(-1)), 'rule-not-in-force');
    await refused(aCheckIn(resident, off), 'rule-not-in-force');
    await refused(aCheckIn(resident, deduction), 'rule-unknown');
    await refused(aCheckIn(resident, rule, { rule: 'nothing' }), 'rule-unknown');
    expect(await countOf(community.id)).to.deep.equal({ checkIns: 0, photos: 0 });
    expect((await aCheckIn(resident, rule, on(-30))).state).to.equal('submitted');
  });

  it('is for residents, by the rules of their own community', async () => {
    const [here, there] = [await aCommunity(), await aCommunity()];
    const shopkeeper = await aPerson(here, { roles: ['shopkeeper'] });
    const resident = await aResident(here);
    const foreign = await aRule(there);
    await refused(aCheckIn(shopkeeper, await aRule(here)), 'report-check-in');
    await refused(aCheckIn(resident, foreign), 'rule-unknown');
  });

  it('leaves no row and no file when a photo is bad', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community, { photoRequired: true });
    const good = await aPicture(5);
    const bad: [Buffer, string][] = [
      [Buffer.from('not an image at all'), 'photo-not-image'],
      [good.subarray(0, Math.floor(good.length / 2)), 'photo-truncated'],
    ];
    for (const [bytes, code] of bad) {
      const photos = [await anUpload(good), await anUpload(bytes)];
      const refusal = await refused(aCheckIn(resident, rule, {}, photos), code);
      expect(refusal.field).to.equal('photos');
    }
    await refused(aCheckIn(resident, rule), 'photo-needed');
    const seven = Array.from({ length: 7 }, () => anUpload(good));
    await refused(aCheckIn(resident, rule, {}, await Promise.all(seven)), 'photos-too-many');
    expect(await countOf(community.id)).to.deep.equal({ checkIns: 0, photos: 0 });
    expect(filesKept(community.id)).to.equal(0);
  });
});

describe('photos that were seen before', () => {
  it('are flagged for the reviewer, exact or alike, whoever sent them', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const [one, two] = [await aResident(community), await aResident(community)];
    const rule = await aRule(community);
    const first = await aCheckIn(one, rule, {}, [await anUpload(await aPicture(6))]);
    const same = await aCheckIn(two, rule, {}, [await anUpload(await aPicture(6))]);
    const alike = await aCheckIn(two, rule, {}, [await anUpload(await aPicture(6, 200))]);
    const other = await aCheckIn(two, rule, {}, [await anUpload(await aPicture(7))]);

    expect(await flagsOf(manager, first.id)).to.deep.equal([]);
    expect(await flagsOf(manager, other.id)).to.deep.equal([]);
    const [flag] = await flagsOf(manager, same.id);
    expect(flag).to.include({ kind: 'exact', checkInId: first.id });
    const kinds = (await flagsOf(manager, alike.id)).map(({ kind, checkInId }) => [
      kind,
      checkInId,
    ]);
    expect(kinds).to.have.deep.members([
      ['near', first.id],
      ['near', same.id],
    ]);
  });

  it('of another community are nobody’s business here', async () => {
    const [here, there] = [await aCommunity(), await aCommunity()];
    const picture = await aPicture(8);
    await aCheckIn(await aResident(there), await aRule(there), {}, [await anUpload(picture)]);
    const resident = await aResident(here);
    const own = await aCheckIn(resident, await aRule(here), {}, [await anUpload(picture)]);
    expect(await flagsOf(await aManager(here), own.id)).to.deep.equal([]);
  });
});

describe('a returned check-in', () => {
  it('is sent again with other words, and keeps its photos unless there are new ones', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const manager = await aManager(community);
    const rule = await aRule(community, { photoRequired: true });
    const { id, photos } = await aCheckIn(resident, rule, {}, [await anUpload(await aPicture(9))]);
    const input = { rule: rule.code, place: '4 栋', quantity: 2 };
    const again = (files: Parameters<typeof resubmitCheckIn>[3]) =>
      resubmitCheckIn(resident, id, input, files, asked(resident));

    await refused(again([]), 'not-returned');
    await returnCheckIn(manager, id, '请写明地点', asked(manager));
    const kept = await again([]);
    expect(kept).to.include({ state: 'submitted', place: '4 栋', quantity: 2, decision: null });
    expect(kept.photos).to.deep.equal(photos);

    await returnCheckIn(manager, id, '请补一张照片', asked(manager));
    const replaced = await again([await anUpload(await aPicture(10))]);
    expect(replaced.photos).to.have.lengthOf(1);
    expect(replaced.photos[0]?.id).not.to.equal(photos[0]?.id);
    expect((await approveCheckIn(manager, id, asked(manager))).points).to.equal(4);
  });

  it('is nobody else’s to send', async () => {
    const community = await aCommunity();
    const [resident, neighbour] = [await aResident(community), await aResident(community)];
    const manager = await aPerson(community, { roles: ['resident', 'manager'] });
    const rule = await aRule(community);
    const { id } = await aCheckIn(resident, rule);
    await returnCheckIn(manager, id, '请写明地点', asked(manager));
    const input = { rule: rule.code, place: '楼下' };
    await refused(resubmitCheckIn(neighbour, id, input, [], asked(neighbour)), 'no-check-in');
    await refused(resubmitCheckIn(manager, id, input, [], asked(manager)), 'not-your-check-in');
  });
});
