import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { contentOf } from '../../../src/staff/imports/queries.ts';
import { mapColumns, takeIn } from '../../../src/staff/imports/uploading.ts';
import { bookFile } from '../../base/spreadsheet/files.ts';
import type { TestCell } from '../../base/spreadsheet/files.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aMember, anAssessor, aStreet, PLAIN_RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { preview, takenIn } from './factories.ts';

const MONDAY = '2026-07-06';

describe('the rows of an attendance export', () => {
  let street: TestStreet;
  let assessor: Actor;

  before(async () => {
    setClock(at('2026-07-14', '10:00'));
    street = await aStreet();
    await adoptRules(street, PLAIN_RULES);
    assessor = await anAssessor(street, { name: '钱进' });
    await aMember(street, { staffNumber: 'N01', name: '王芳' });
    await aMember(street, { staffNumber: '0012', name: '欧阳 明' });
    await aMember(street, { staffNumber: 'S1', name: '李强' });
    await aMember(street, { staffNumber: 'S2', name: '李强' });
    await aMember(street, { staffNumber: 'L1', name: '离职', toOn: '2026-06-30' });
  });

  after(() => setClock());

  const problemsOf = async (lines: string[], headings?: string) => {
    const { problems, days } = await preview(assessor, await takenIn(assessor, lines, headings));
    return { days: days.length, problems: problems.map(({ row, problem }) => `${row} ${problem}`) };
  };

  it('are told one by one, each with its reason; the good ones stay', async () => {
    const told = await problemsOf([
      `N01,王芳,${MONDAY},8:30,17:30`,
      `,,${MONDAY},8:30,17:30`,
      `,无名,${MONDAY},8:30,17:30`,
      `X9,,${MONDAY},8:30,17:30`,
      `,李强,${MONDAY},8:30,17:30`,
      `N01,李强,${MONDAY},8:30,17:30`,
      `N01,王芳,,8:30,17:30`,
      `N01,王芳,07/06/2026,8:30,17:30`,
      `N01,王芳,2026-02-30,8:30,17:30`,
      `N01,王芳,${MONDAY},八点,17:30`,
      `N01,王芳,${MONDAY},17:30,8:30`,
      `N01,王芳,2026-07-15,8:30,17:30`,
      `N01,王芳,2026-07-14,8:30,`,
      `L1,离职,${MONDAY},8:30,17:30`,
      `N01,王芳,${MONDAY},8:30,17:30`,
    ]);
    expect(told).to.deep.equal({
      days: 1,
      problems: [
        '3 who-missing',
        '4 name-unknown',
        '5 number-unknown',
        '6 name-shared',
        '7 name-differs',
        '8 date-missing',
        '9 date-ambiguous',
        '10 date-unreadable',
        '11 time-unreadable',
        '12 times-crossed',
        '13 day-to-come',
        '14 day-not-over',
        '15 not-member-then',
        '16 row-repeated',
      ],
    });
  });

  it('find people whose number lost its zeros and whose name has a space, and namesakes by number', async () => {
    const told = await problemsOf([
      `12,欧阳明,${MONDAY},8:30,17:30`,
      `S2,李强,${MONDAY},8:30,17:30`,
      `机器7,王芳,${MONDAY},8:30,17:30`,
    ]);
    expect(told).to.deep.equal({ days: 3, problems: [] });
  });

  it('say that nobody knows yet which days of a year are worked', async () => {
    setClock(at('2049-07-14', '10:00'));
    const told = await problemsOf([`N01,王芳,2049-07-06,8:30,17:30`]);
    setClock(at('2026-07-14', '10:00'));
    expect(told.problems).to.deep.equal(['2 year-unknown']);
  });

  it('are folded: of several punches of a day the first and the last count', async () => {
    const lines = ['12:01', '8:31', '17:32', '13:00'].map((time) => `王芳,${MONDAY} ${time}`);
    const { days } = await preview(assessor, await takenIn(assessor, lines, '姓名,打卡时间'));
    expect(days).to.have.length(1);
    expect(days[0]).to.deep.include({ firstIn: '08:31', lastOut: '17:32', rows: [2, 3, 4, 5] });
  });

  it('take two touches within some minutes for one punch', async () => {
    const lines = [`王芳,${MONDAY},8:29 8:33`];
    const { days } = await preview(assessor, await takenIn(assessor, lines, '姓名,日期,打卡记录'));
    expect(days[0]).to.include({ firstIn: '08:29', lastOut: null, meaning: 'one-punch' });
  });

  it('may leave out what was not punched in words', async () => {
    const { days } = await preview(
      assessor,
      await takenIn(assessor, [`N01,王芳,${MONDAY},未打卡,--`]),
    );
    expect(days[0]).to.include({ firstIn: null, lastOut: null, meaning: 'absent' });
  });

  const taken = async (rows: TestCell[][], wish = {}) =>
    (await takeIn(assessor, { path: bookFile(rows, wish), name: 'a.xlsx' }, asked(assessor))).id;

  it('are found below titles and merged headings of two lines', async () => {
    const id = await taken([
      ['每日统计表 统计日期：2026-07-06'],
      ['报表生成时间：2026-07-07 08:00'],
      ['姓名', '工号', '日期', '上班1', null, '下班1'],
      [null, null, null, '打卡时间', '打卡结果', '打卡时间', '打卡结果'],
      ['王芳', 'N01', '26-07-06 星期一', '08:41', '迟到', '17:30', '正常'],
    ]);
    const { days, problems } = await preview(assessor, id);
    expect(problems).to.deep.equal([]);
    expect(days[0]).to.include({ day: MONDAY, firstIn: '08:41', lastOut: '17:30', lateBy: 11 });
  });

  it('hold planned hours beside punches in some exports; the punches count', async () => {
    const id = await taken([
      ['考勤号码', '姓名', '日期', '上班时间', '下班时间', '签到时间', '签退时间'],
      ['N01', '王芳', { serial: 46209 }, '08:30', '17:30', { serial: 0.370138889 }, '17:31'],
    ]);
    const { days } = await preview(assessor, id);
    expect(days[0]).to.include({ day: MONDAY, firstIn: '08:53', lastOut: '17:31' });
  });

  it('count from 1904 where the workbook does, also in plain numbers', async () => {
    const rows: TestCell[][] = [
      ['姓名', '日期', '上班时间', '下班时间'],
      ['王芳', 46209 - 1462, { serial: 0.354861112 }, '17:30'],
    ];
    const { days } = await preview(assessor, await taken(rows, { date1904: '1' }));
    expect(days[0]).to.include({ day: MONDAY, firstIn: '08:31' });
  });

  it('wait until somebody says what unknown columns are; it is remembered for the office', async () => {
    const headings = 'Wer,Wann,Kommt,Geht,Egal';
    const id = await takenIn(assessor, [`王芳,${MONDAY},8:31,17:30,x`], headings);
    expect((await contentOf(id)).layout).to.equal(null);
    const map = (roles: ('name' | 'day' | 'in' | 'out' | 'ignored')[], by = assessor) =>
      mapColumns(by, id, roles, asked(by));
    await refused(map(['name', 'day', 'ignored', 'ignored', 'ignored']), 'columns-incomplete');
    await refused(
      map(['name', 'day', 'in', 'out', 'ignored'], await anAssessor(await aStreet())),
      'no-import',
    );
    await map(['name', 'day', 'in', 'out', 'ignored']);
    expect((await preview(assessor, id)).days).to.have.length(1);
    const next = await takenIn(
      assessor,
      [`17:30,王芳,2026-07-07,8:31,x`],
      'Geht,Wer,Wann,Kommt,Egal',
    );
    expect((await preview(assessor, next)).days[0]).to.include({ firstIn: '08:31' });
    const other = await anAssessor(await aStreet());
    expect((await contentOf(await takenIn(other, ['x,y,z,u,v'], headings))).layout).to.equal(null);
  });
});
