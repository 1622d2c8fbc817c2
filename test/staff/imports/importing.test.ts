import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { enterAttendance, entriesOf, withdrawAttendance } from '../../../src/staff/index.ts';
import { completeImport, confirmImport } from '../../../src/staff/imports/booking.ts';
import { importsOf } from '../../../src/staff/imports/queries.ts';
import { dropImport } from '../../../src/staff/imports/uploading.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet, PLAIN_RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { approved } from '../leave/factories.ts';
import { confirm, imported, preview, takenIn } from './factories.ts';

// 2026-07-06 is a Monday; hours are 8:30 to 17:30.
const MONDAY = '2026-07-06';
const TUESDAY = '2026-07-07';
const SATURDAY = '2026-07-11';

describe('importing attendance', () => {
  let street: TestStreet;
  let assessor: Actor;
  let fang: Actor;
  let ming: Actor;

  beforeEach(async () => {
    setClock(at('2026-07-14', '10:00'));
    street = await aStreet();
    await adoptRules(street, PLAIN_RULES);
    assessor = await anAssessor(street, { staffNumber: 'A01', name: '钱进' });
    fang = await aMember(street, { staffNumber: 'N01', name: '王芳' });
    ming = await aMember(street, { staffNumber: 'N02', name: '赵明' });
  });

  afterEach(() => setClock());

  const points = async (person: Actor) =>
    (await entriesOf(street.id, person.personId, '2026-Q3')).map((one) => one.points);
  const meanings = async (...lines: string[]) => {
    const { days } = await preview(assessor, await takenIn(assessor, lines));
    return days.map(({ meaning, lateBy, earlyBy }) => [meaning, lateBy, earlyBy]);
  };

  it('says of each day what it makes, by the hours and the minutes of grace', async () => {
    expect(await meanings(`N01,王芳,${MONDAY},8:35,17:25`)).to.deep.equal([['on-time', 0, 0]]);
    expect(await meanings(`N01,王芳,${MONDAY},8:36,17:30`)).to.deep.equal([['late', 6, 0]]);
    expect(await meanings(`N01,王芳,${MONDAY},9:30,17:30`)).to.deep.equal([['late', 60, 0]]);
    expect(await meanings(`N01,王芳,${MONDAY},9:31,17:30`)).to.deep.equal([['absent', 61, 0]]);
    expect(await meanings(`N01,王芳,${MONDAY},8:40,17:00`)).to.deep.equal([
      ['late-and-early', 10, 30],
    ]);
    expect(await meanings(`N01,王芳,${MONDAY},,`)).to.deep.equal([['absent', 0, 0]]);
    expect(await meanings(`N01,王芳,${SATURDAY},,`)).to.deep.equal([['rest', 0, 0]]);
  });

  it('guesses nothing where one punch is missing', async () => {
    expect(await meanings(`N01,王芳,${MONDAY},9:10,`)).to.deep.equal([['one-punch', 0, 0]]);
    await imported(assessor, `N01,王芳,${MONDAY},9:10,`);
    expect(await points(fang)).to.deep.equal([]);
  });

  it('books nothing before it is confirmed, and then all at once', async () => {
    const id = await takenIn(assessor, [
      `N01,王芳,${MONDAY},8:50,17:30`,
      `N02,赵明,${MONDAY},,`,
      `N02,赵明,${TUESDAY},8:20,17:00`,
    ]);
    expect(await points(fang)).to.deep.equal([]);
    expect(await confirm(assessor, id)).to.include({ days: 3, booked: 3, reversed: 0 });
    expect(await points(fang)).to.deep.equal([-1]);
    expect(await points(ming)).to.deep.equal([-2, -1]);
    await refused(dropImport(assessor, id, asked(assessor)), 'import-decided');
  });

  it('changes nothing when the same file comes again, by whatever name', async () => {
    const lines = [`N01,王芳,${MONDAY},8:50,17:30`, `N02,赵明,${MONDAY},,`];
    await imported(assessor, ...lines);
    const id = await takenIn(assessor, lines);
    const { days } = await preview(assessor, id);
    expect(days.map(({ change }) => change)).to.deep.equal(['same', 'same']);
    expect(await confirm(assessor, id)).to.include({ days: 0, booked: 0, reversed: 0 });
    expect(await points(fang)).to.deep.equal([-1]);
  });

  it('is one import while it waits, however often the file is taken in', async () => {
    const lines = [`N01,王芳,${MONDAY},8:50,17:30`];
    expect(await takenIn(assessor, lines)).to.equal(await takenIn(assessor, lines));
    expect((await importsOf(street.id)).items).to.have.length(1);
  });

  it('shows what a corrected file changes, and books reversals', async () => {
    await imported(assessor, `N01,王芳,${MONDAY},8:50,17:30`, `N02,赵明,${MONDAY},,`);
    const id = await takenIn(assessor, [
      `N01,王芳,${MONDAY},8:50,17:30`,
      `N02,赵明,${MONDAY},8:20,17:10`,
    ]);
    const { days } = await preview(assessor, id);
    expect(days.map(({ change, meaning }) => [change, meaning])).to.have.deep.members([
      ['same', 'late'],
      ['changed', 'early'],
    ]);
    expect(days.find(({ change }) => change === 'changed')?.was).to.include({ meaning: 'absent' });
    expect(await confirm(assessor, id)).to.include({ days: 1, booked: 1, reversed: 1 });
    expect(await points(ming)).to.have.members([-2, 2, -1]);
  });

  it('takes days without a row for absences only where that is asked for', async () => {
    const lines = [`N01,王芳,${MONDAY},8:20,17:30`, `N01,王芳,2026-07-08,8:20,17:30`];
    const id = await takenIn(assessor, lines);
    const absent = async (who: 'open' | 'listed' | 'all') =>
      (await preview(assessor, id, who)).days
        .filter(({ meaning }) => meaning === 'absent')
        .map(({ name, day }) => `${name} ${day}`);
    expect(await absent('open')).to.deep.equal([]);
    expect(await absent('listed')).to.deep.equal([`王芳 ${TUESDAY}`]);
    expect(await absent('all')).to.have.length(7);
    await aMember(street, { name: '后来', fromOn: TUESDAY });
    expect(await absent('all')).to.have.length(9);
  });

  it('leaves out one’s own rows, for somebody else to confirm', async () => {
    const { id } = await imported(
      assessor,
      `A01,钱进,${MONDAY},8:50,17:30`,
      `N01,王芳,${MONDAY},8:50,17:30`,
    );
    expect([await points(assessor), await points(fang)]).to.deep.equal([[], [-1]]);
    await refused(completeImport(assessor, id, asked(assessor)), 'complete-import');
    await refused(completeImport(fang, id, asked(fang)), 'complete-import');
    const leader = await aLeader(street);
    const both = await Promise.allSettled([
      completeImport(leader, id, asked(leader)),
      completeImport(leader, id, asked(leader)),
    ]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect([await points(assessor), await points(fang)]).to.deep.equal([[-1], [-1]]);
  });

  it('is booked once when two confirm at the same moment', async () => {
    const id = await takenIn(assessor, [`N01,王芳,${MONDAY},,`]);
    const other = await anAssessor(street);
    const { digest } = await preview(assessor, id);
    const press = (by: Actor) =>
      confirmImport(by, id, { absentees: 'open', seen: digest }, asked(by));
    const presses = await Promise.allSettled([press(assessor), press(other)]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await points(fang)).to.deep.equal([-2]);
  });

  it('answers a repeat with the first answer', async () => {
    const id = await takenIn(assessor, [`N01,王芳,${MONDAY},,`]);
    const { digest } = await preview(assessor, id);
    const command = asked(assessor);
    const press = () => confirmImport(assessor, id, { absentees: 'open', seen: digest }, command);
    expect(await press()).to.deep.equal(await press());
    expect(await points(fang)).to.deep.equal([-2]);
  });

  it('books nothing that was not shown', async () => {
    const id = await takenIn(assessor, [`N01,王芳,${MONDAY},,`]);
    const { digest } = await preview(assessor, id);
    await imported(assessor, `N01,王芳,${MONDAY},8:50,17:30`);
    const late = confirmImport(assessor, id, { absentees: 'open', seen: digest }, asked(assessor));
    await refused(late, 'preview-changed');
    expect(await points(fang)).to.deep.equal([-1]);
    expect((await importsOf(street.id)).items.map(({ state }) => state)).to.include('pending');
  });

  it('agrees with what was entered by hand: one fact is one entry', async () => {
    const entry = {
      personId: fang.personId,
      ruleCode: 'late',
      occurredOn: MONDAY,
      note: '八点五十',
    };
    await enterAttendance(assessor, entry, asked(assessor));
    await imported(assessor, `N01,王芳,${MONDAY},8:50,17:30`);
    expect(await points(fang)).to.deep.equal([-1]);
    await imported(assessor, `N02,赵明,${MONDAY},8:50,17:30`);
    const same = { ...entry, personId: ming.personId };
    await refused(enterAttendance(assessor, same, asked(assessor)), 'entered-already');
  });

  it('does not bring back what an assessor has withdrawn', async () => {
    await imported(assessor, `N01,王芳,${MONDAY},8:50,17:30`);
    const [entry] = await entriesOf(street.id, fang.personId, '2026-Q3');
    await withdrawAttendance(assessor, entry?.incidentId ?? 0, '断电', asked(assessor));
    await imported(assessor, `N01,王芳,${MONDAY},8:55,17:30`);
    expect(await points(fang)).to.deep.equal([-1, 1]);
  });

  it('leaves alone what a leave covers', async () => {
    const leader = await aLeader(street);
    await approved(fang, leader, MONDAY);
    await approved(ming, leader, MONDAY, { toHalf: 'am' });
    await imported(assessor, `N01,王芳,${MONDAY},,`, `N02,赵明,${MONDAY},14:36,17:30`);
    expect(await points(fang)).to.deep.equal([]);
    expect(await points(ming)).to.deep.equal([-1]);
  });

  it('is for assessors of the office', async () => {
    const stranger = await anAssessor(await aStreet());
    const id = await takenIn(assessor, [`N01,王芳,${MONDAY},,`]);
    const { digest } = await preview(assessor, id);
    const press = (by: Actor) =>
      confirmImport(by, id, { absentees: 'open', seen: digest }, asked(by));
    await refused(press(stranger), 'no-import');
    await refused(press(await aLeader(street)), 'assess-staff');
    await refused(press(fang), 'assess-staff');
    await refused(dropImport(stranger, id, asked(stranger)), 'no-import');
    await refused(takenIn(fang, []), 'assess-staff');
    expect(await points(fang)).to.deep.equal([]);
  });
});
