import { expect } from 'chai';
import sql from 'sql-template-tag';
import { change, inTransaction, isPostgres } from '../../src/base/db.ts';
import { bookImport, importPreview, journalOf } from '../../src/exchange/index.ts';
import { mapImport } from '../../src/exchange/imports/uploading.ts';
import { decideMerge, movePeople, proposeMerge } from '../../src/households/index.ts';
import { balancesOf, setCeiling, verifyLedger } from '../../src/ledger/index.ts';
import { verifyStock } from '../../src/market/index.ts';
import { householdById, movesOf, registeredPeople } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { serviceOf, verifyVolunteering } from '../../src/volunteering/index.ts';
import { aCommunity, aHousehold, aManager, aResident, asked, unique } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aRule } from '../volunteering/factories.ts';
import { confirmed, meaningOf, uploaded } from './files.ts';
import { readJournal } from './plain-text.ts';

const WRONG = 300;

const cardOf = (): string => unique('K').replaceAll('-', '').toUpperCase();

describe('a file of residents', () => {
  let community: TestCommunity;
  let manager: Actor;
  let seen = 0;

  before(async () => {
    community = await aCommunity();
    manager = await aManager(community, { name: '李主任' });
    seen = (await registeredPeople(community.id)).length;
  });

  it('says of every row what it means, and why not', async () => {
    const card = cardOf();
    await aResident(community, { name: '王秀兰' });
    const id = await uploaded(manager, 'residents', [
      ['居民台账'],
      ['序号', '姓名', '手机号码', '积分卡号', '网格', '住址'],
      [1, '张三', '138-0013 8000', card, '', ''],
      [2, '李四', '', card, '', ''],
      [3, '', '13900139000', '', '', ''],
      [4, '赵六', '不详', '', '', ''],
      [5, '王秀兰', '', '', '', ''],
      [6, '钱七', '', '', '', '没有这户'],
      [7, '钱七', '', '', '没有这格', '没有这户'],
      [8, '孙八', '', '', '', ''],
      [9, '孙八', '', '', '', ''],
    ]);
    expect(await meaningOf(manager, id)).to.deep.equal([
      ...['new', 'card-repeated', 'name-missing', 'wrong-phone', 'name-known'],
      ...['household-unknown', 'grid-unknown', 'new', 'name-repeated'],
    ]);
    expect(await registeredPeople(community.id)).to.have.length(seen + 1);
  });

  it('adds the good rows once, keeps the wrong ones, and changes nothing when it comes again', async () => {
    const household = await aHousehold(community);
    const { name: home } = await householdById(household);
    const card = cardOf();
    const lines = [
      ['姓名', '卡号', '手机', '户'],
      ['周九', card, '13700137000', home],
      ['周九', '', '', '没有这户'],
    ];
    const id = await uploaded(manager, 'residents', lines);
    const command = asked(manager);
    const { digest } = await importPreview(id, community.id);
    const booked = await bookImport(manager, id, digest, command);
    expect(booked).to.include({ new: 1, problems: 1, same: 0 });
    expect(await bookImport(manager, id, digest, command)).to.deep.equal(booked);
    const found = (await registeredPeople(community.id)).filter(({ name }) => name === '周九');
    expect(found).to.have.length(1);
    expect(found[0]).to.include({ cardNumber: card, phone: '13700137000' });
    expect((await movesOf(household)).map(({ kind, person }) => [kind, person])).to.deep.equal([
      ['joined', '周九'],
    ]);
    expect((await householdById(household)).headId).to.equal(found[0]?.id);
    expect(await meaningOf(manager, id)).to.deep.equal(['household-unknown']);
    await refused(confirmed(manager, id), 'import-decided');

    const again = await uploaded(manager, 'residents', lines);
    expect(again).not.to.equal(id);
    expect(await meaningOf(manager, again)).to.deep.equal(['same', 'household-unknown']);
    expect(await confirmed(manager, again)).to.include({ new: 0, same: 1 });
  });

  it('is booked once when two managers confirm at the same moment', async () => {
    const other = await aManager(community);
    const id = await uploaded(manager, 'residents', [
      ['姓名', '卡号'],
      ['吴十', cardOf()],
    ]);
    const presses = await Promise.allSettled([confirmed(manager, id), confirmed(other, id)]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const found = (await registeredPeople(community.id)).filter(({ name }) => name === '吴十');
    expect(found).to.have.length(1);
  });

  it('is not booked when it means something else than what was looked at', async () => {
    const card = cardOf();
    const id = await uploaded(manager, 'residents', [
      ['姓名', '卡号'],
      ['郑一', card],
    ]);
    const { digest } = await importPreview(id, community.id);
    await confirmed(
      manager,
      await uploaded(manager, 'residents', [
        ['姓名', '卡号'],
        ['郑', card],
      ]),
    );
    await refused(bookImport(manager, id, digest, asked(manager)), 'preview-changed');
    expect(await meaningOf(manager, id)).to.deep.equal(['card-taken']);
  });

  it('is nothing to a resident, nor to a manager of another community', async () => {
    const lines = [['姓名'], [unique('某')]];
    const id = await uploaded(manager, 'residents', lines);
    const elsewhere = await aManager(await aCommunity());
    await refused(bookImport(elsewhere, id, 'x', asked(elsewhere)), 'no-import');
    const resident = await aResident(community);
    await refused(uploaded(resident, 'residents', lines), 'import');
    await refused(bookImport(resident, id, 'x', asked(resident)), 'import');
  });

  it('of 20,000 rows, 300 of them wrong, is booked whole within seconds and 300 MB', async () => {
    const place = await aCommunity();
    const clerk = await aManager(place);
    const mark = unique('').slice(-6).replace('-', '0');
    const lines = Array.from({ length: 20_000 }, (_, n) => [
      `居民${n}`,
      n % 66 === 0 && n < 66 * WRONG ? '不是手机' : `138${String(n).padStart(8, '0')}`,
      `l${mark}${n}`.toLowerCase(),
    ]);
    const start = Date.now();
    let peak = 0;
    const watch = setInterval(() => {
      const { heapUsed, external } = process.memoryUsage();
      peak = Math.max(peak, heapUsed + external);
    }, 20);
    const id = await uploaded(clerk, 'residents', [['姓名', '手机号', '登录名'], ...lines]);
    const booked = await confirmed(clerk, id);
    clearInterval(watch);
    expect(booked).to.include({ problems: WRONG, new: 20_000 - WRONG });
    expect(await registeredPeople(place.id)).to.have.length(20_001 - WRONG);
    expect(peak / 1024 ** 2).to.be.below(300);
    expect(Date.now() - start).to.be.below(20_000);
    expect(await meaningOf(clerk, id)).to.have.length(WRONG);
    await forget(place.id, clerk.personId);
  }).timeout(60_000);

  /**
   * Takes them away again: other tests of this process copy the whole database many times. Not on
   * PostgreSQL, which asks every table that refers to people, for each of them.
   */
  const forget = async (communityId: number, clerkId: number): Promise<void> => {
    if (isPostgres) return;
    await inTransaction(async (tx) => {
      const people = sql`SELECT id FROM persons
                          WHERE community_id = ${communityId} AND id <> ${clerkId}`;
      await change(sql`DELETE FROM grants WHERE person_id IN (${people})`, tx);
      await change(sql`DELETE FROM persons WHERE id IN (${people})`, tx);
    });
  };
});

describe('files of households and goods', () => {
  it('make what is new, once', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const homes = [
      ['网格', '户名'],
      ['一网格', '3栋501'],
      ['一网格', '3栋501'],
      ['二网格', '3栋502'],
    ];
    const id = await uploaded(manager, 'households', homes);
    expect(await meaningOf(manager, id)).to.deep.equal(['new', 'row-repeated', 'grid-unknown']);
    await confirmed(manager, id);
    const again = await uploaded(manager, 'households', homes);
    expect((await meaningOf(manager, again))[0]).to.equal('same');

    const wares = [
      ['商品名称', '所需积分', '库存', '限兑'],
      ['大米', 60, 20, 2],
      ['理发', 10, '', ''],
      ['油', '六十', 1, ''],
    ];
    const goods = await uploaded(manager, 'goods', wares);
    expect(await meaningOf(manager, goods)).to.deep.equal(['new', 'new', 'wrong-points']);
    await confirmed(manager, goods);
    const dearer = [...wares.slice(0, 2), ['理发', 11, '', '']];
    const later = await uploaded(manager, 'goods', dearer);
    expect(await meaningOf(manager, later)).to.deep.equal(['same', 'good-differs']);
    expect(await verifyStock()).to.deep.equal([]);
  });
});

describe('files of points and hours of before', () => {
  let community: TestCommunity;
  let manager: Actor;
  let other: Actor;
  let person: Actor;

  before(async () => {
    community = await aCommunity();
    manager = await aManager(community, { name: '李主任' });
    other = await aManager(community, { name: '陈主任' });
    person = await aResident(community, { name: '郑秀英' });
  });

  it('give everybody their points once, entered by one manager and confirmed by another', async () => {
    const lines = [
      ['姓名', '积分余额'],
      ['郑秀英', 120],
      ['郑秀英', 5],
      ['查无此人', 7],
    ];
    const id = await uploaded(manager, 'openings', lines);
    await refused(confirmed(manager, id), 'confirm-import');
    expect(await confirmed(other, id)).to.include({ new: 1, problems: 2 });
    expect(await balancesOf(person.personId)).to.include({ available: 120 });
    const again = await uploaded(other, 'openings', lines);
    expect((await meaningOf(other, again))[0]).to.equal('same');
    const more = await uploaded(other, 'openings', [
      ['姓名', '积分'],
      ['郑秀英', 500],
    ]);
    expect(await meaningOf(other, more)).to.deep.equal(['opening-known']);
    await confirmed(manager, more);
    expect(await balancesOf(person.personId)).to.include({ available: 120 });
    expect(await verifyLedger()).to.deep.equal([]);
  });

  it('are booked as they were looked at, though somebody calls the columns otherwise meanwhile', async () => {
    const named = await aResident(community, { name: '冯桂芳' });
    const id = await uploaded(manager, 'openings', [
      ['姓名', '积分', '旧号'],
      ['冯桂芳', 3, 99000],
    ]);
    const { digest } = await importPreview(id, community.id);
    const roles = ['name', 'ignored', 'points'] as const;
    await refused(mapImport(other, id, roles, asked(other)), 'map-import');
    await mapImport(manager, id, roles, asked(manager));
    await refused(bookImport(other, id, digest, asked(other)), 'preview-changed');
    expect(await balancesOf(named.personId)).to.include({ available: 0 });
  });

  it('are given once to one who moved in, or whose entries became one', async () => {
    const place = await aCommunity();
    const [entering, confirming] = [await aManager(place), await aManager(place)];
    const homeThere = await aHousehold(community);
    const moving = await aResident(community, { name: '蒋玉梅', householdId: homeThere });
    const lines = [
      ['姓名', '积分'],
      ['蒋玉梅', 20],
    ];
    await confirmed(other, await uploaded(manager, 'openings', lines));
    const wish = { gridId: place.gridId, name: '1栋101', reason: '搬家', cancel: false };
    const people = { memberIds: [moving.personId] };
    await movePeople(manager, homeThere, { ...wish, ...people }, asked(manager));
    const kept = await aResident(place, { name: '蒋玉梅' });
    const pair = { keptId: kept.personId, mergedId: moving.personId, reason: '同一人' };
    const { id } = await proposeMerge(entering, pair, asked(entering));
    const again = await uploaded(entering, 'openings', lines);
    expect(await meaningOf(entering, again)).to.deep.equal(['name-shared']);
    await decideMerge(confirming, id, { isSame: true }, asked(confirming));
    expect(await meaningOf(entering, again)).to.deep.equal(['same']);
    expect(await confirmed(confirming, again)).to.include({ new: 0, same: 1 });
    expect(await verifyLedger()).to.deep.equal([]);
  });

  it('do not pass the ceiling of a community that stops at it', async () => {
    const place = await aCommunity();
    const [entering, confirming] = [await aManager(place), await aManager(place)];
    await aResident(place, { name: '蒋玉梅' });
    await inTransaction((tx) => setCeiling(place.id, { points: 50, stops: true }, tx));
    const lines = (points: number) => [
      ['姓名', '积分'],
      ['蒋玉梅', points],
    ];
    const much = await uploaded(entering, 'openings', lines(51));
    await refused(confirmed(confirming, much), 'ceiling-reached');
    const enough = await uploaded(entering, 'openings', lines(50));
    expect(await confirmed(confirming, enough)).to.include({ new: 1 });
  });

  it('stand in the journal, which comes to 0', async () => {
    const parts: string[] = [];
    const wish = { communityId: community.id, title: '社区', names: false } as const;
    for await (const part of journalOf({ ...wish, format: 'hledger' })) parts.push(part);
    const { balances } = readJournal(parts.join(''), 'hledger');
    expect(balances.get('Equity:Issuance')).to.equal(-120);
    expect([...balances.values()].reduce((sum, one) => sum + one, 0)).to.equal(0);
  });

  it('are not confirmed by whom they name', async () => {
    const id = await uploaded(manager, 'openings', [
      ['姓名', '积分'],
      ['陈主任', 9],
    ]);
    await refused(confirmed(other, id), 'own-import');
    const third = await aManager(community, { name: '孙主任' });
    expect(await confirmed(third, id)).to.include({ new: 1 });
  });

  it('give hours without points, by a rule that counts hours', async () => {
    const rule = await aRule(community, { countsServiceHours: true });
    const lines = [
      ['志愿者姓名', '服务日期', '服务项目', '服务时长'],
      ['郑秀英', '2025年3月5日', rule.name, 2.5],
      ['郑秀英', '2025-03-05', rule.name, 2.5],
      ['郑秀英', '03/05/2025', rule.name, 1],
      ['郑秀英', '2099-01-01', rule.name, 1],
      ['郑秀英', '2025-03-06', '没有这项', 1],
      ['郑秀英', '2025-03-07', rule.code, 25],
    ];
    const id = await uploaded(manager, 'hours', lines);
    expect(await meaningOf(manager, id)).to.deep.equal([
      ...['new', 'row-repeated', 'day-unreadable', 'day-to-come', 'rule-unknown', 'wrong-hours'],
    ]);
    await refused(confirmed(manager, id), 'confirm-import');
    const before = await balancesOf(person.personId);
    await confirmed(other, id);
    expect(await serviceOf(person.personId)).to.deep.equal({ actions: 1, minutes: 150 });
    expect(await balancesOf(person.personId)).to.deep.equal(before);
    const again = await uploaded(other, 'hours', lines);
    expect((await meaningOf(other, again))[0]).to.equal('same');
    expect(await verifyVolunteering()).to.deep.equal([]);
  });
});
