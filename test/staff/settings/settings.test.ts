import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { closeQuarter, scoreSheet } from '../../../src/staff/index.ts';
import {
  changeNumbers,
  lastChange,
  settingChanges,
  turnSwitch,
} from '../../../src/staff/settings/changes.ts';
import {
  numbersForm,
  settingsFor,
  settingsOf,
  STANDARD,
} from '../../../src/staff/settings/settings.ts';
import type { NumbersChange, Turn } from '../../../src/staff/settings/settings.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

describe('the settings of scoring', () => {
  let street: TestStreet;
  let assessor: Actor;
  let administrator: Actor;

  beforeEach(async () => {
    setClock(at('2026-10-08', '10:00'));
    street = await aStreet();
    assessor = await anAssessor(street);
    administrator = await aMember(street, { roles: ['staff', 'administrator'] });
  });

  afterEach(() => setClock());

  const numbers = (over: Partial<NumbersChange>, by = assessor) => {
    const { ranking: _ranking, publicPosting: _public, ...standard } = STANDARD;
    return changeNumbers(by, { ...standard, reason: '办公会决定', ...over }, asked(by));
  };
  const turn = (over: Partial<Turn> = {}, by = administrator) =>
    turnSwitch(by, { name: 'ranking', on: true, reason: '试行', ...over }, asked(by));

  it('are the cautious ones until the office sets others', async () => {
    expect(await settingsOf(street.id)).to.deep.equal(STANDARD);
    expect(STANDARD).to.include({ pointsWeight: 70, ranking: false, publicPosting: false });
  });

  it('keep each change with who, when, from what to what, and why', async () => {
    await numbers({ pointsWeight: 60, goodQuota: 30 });
    expect(await settingsOf(street.id)).to.include({ pointsWeight: 60, goodQuota: 30 });
    const changes = await settingChanges(street.id);
    expect(changes.map(({ name, was, became }) => [name, was, became])).to.deep.equal([
      ['goodQuota', 40, 30],
      ['pointsWeight', 70, 60],
    ]);
    expect(changes[0]).to.include({
      by: '钱进',
      reason: '办公会决定',
      at: at('2026-10-08', '10:00'),
    });
    await refused(numbers({ pointsWeight: 60, goodQuota: 30 }), 'settings-same');
  });

  it('are not set from a page that is older than the last change', async () => {
    const seen = await lastChange(street.id);
    await numbers({ pointsWeight: 60, seen });
    await refused(numbers({ goodQuota: 30, seen }), 'settings-changed-since');
    expect(await settingsOf(street.id)).to.include({ pointsWeight: 60, goodQuota: 40 });
  });

  it('stay within the bounds of the law', () => {
    const { ranking: _ranking, publicPosting: _public, ...standard } = STANDARD;
    const isWrong = (over: object): boolean =>
      numbersForm.validate({ ...standard, reason: '试', ...over }).error !== undefined;
    expect(isWrong({})).to.equal(false);
    const wrong = [{ excellentQuota: 21 }, { ballotsMin: 4 }, { annualPostingDays: 4 }];
    for (const over of [
      ...wrong,
      { secondApprovalFrom: 6 },
      { pointsWeight: '' },
      { reason: '' },
    ]) {
      expect(isWrong(over), JSON.stringify(over)).to.equal(true);
    }
    expect(isWrong({ startScore: undefined })).to.equal(true);
  });

  it('of a closed quarter stay those of its closing', async () => {
    await numbers({ startScore: 90 });
    setClock(at('2026-10-09', '10:00'));
    await inTransaction((tx) => closeQuarter(street.id, '2026-Q3', null, tx));
    setClock(at('2026-10-10', '10:00'));
    await numbers({ startScore: 80, pointsWeight: 50 });
    await numbers({ startScore: 60, pointsWeight: 50 });
    const closed = await settingsFor(street.id, '2026-Q3');
    expect(closed).to.include({ startScore: 90, pointsWeight: 70 });
    const open = await settingsFor(street.id, '2026-Q4');
    expect(open).to.include({ startScore: 60, pointsWeight: 50 });
    const scores = async (quarter: string) =>
      (await scoreSheet(street.id, quarter)).map(({ score }) => score);
    expect(await scores('2026-Q3')).to.deep.equal([90, 90]);
    expect(await scores('2026-Q4')).to.deep.equal([60, 60]);
  });

  it('are set by assessors and administrators of the office alone', async () => {
    await refused(numbers({ goodQuota: 30 }, await aLeader(street)), 'keep-settings');
    await numbers({ goodQuota: 30 }, await anAssessor(await aStreet()));
    expect(await settingsOf(street.id)).to.deep.equal(STANDARD);
  });

  describe('that guidance wants off', () => {
    it('are turned by an administrator alone, with a reason, and everybody is told', async () => {
      await refused(turn({}, assessor), 'turn-switches');
      await refused(turn({}, await aLeader(street)), 'turn-switches');
      await turn();
      expect(await settingsOf(street.id)).to.include({ ranking: true, publicPosting: false });
      expect((await settingChanges(street.id))[0]).to.include({ name: 'ranking', reason: '试行' });
      const { items } = await messagesOf(assessor.personId);
      expect(items[0]).to.deep.include({ kind: 'ranking-on', facts: { reason: '试行' } });
    });

    it('are not turned the way they are, and once when two press', async () => {
      await refused(turn({ on: false }), 'switch-so-already');
      const pressed = await Promise.allSettled([turn(), turn()]);
      expect(pressed.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect(await settingChanges(street.id)).to.have.length(1);
    });

    it('keep the numbers, and numbers keep the switches', async () => {
      await numbers({ goodQuota: 30 });
      await turn({ name: 'publicPosting' });
      await numbers({ goodQuota: 35 });
      expect(await settingsOf(street.id)).to.include({ goodQuota: 35, publicPosting: true });
    });
  });

  it('leave a record that the database does not let go of', async () => {
    await turn();
    const removing = inTransaction((tx) =>
      change(sql`DELETE FROM staff_setting_changes WHERE community_id = ${street.id}`, tx),
    );
    const error = await removing.catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('append-only');
  });
});
