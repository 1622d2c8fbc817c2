import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  appealIncident,
  confirmTask,
  decideAppeal,
  enterAttendance,
  entriesOf,
  remindOfAppeals,
  reverseIncident,
  showNotice,
  verifyScores,
  withdrawAppeal,
} from '../../../src/staff/index.ts';
import { attachmentsOf, readableAttachment } from '../../../src/staff/attachments/attachments.ts';
import type { AppealDecision } from '../../../src/staff/appeals/forms.ts';
import { readableNotice, shownNotices } from '../../../src/staff/appeals/notices.ts';
import {
  appealOf,
  ownAppeals,
  readableAppeal,
  readableAppeals,
} from '../../../src/staff/appeals/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aPdf } from '../attachments/factories.ts';
import { aLeader, aMember, aStreet } from '../factories.ts';
import { aTask, report } from '../key-work/factories.ts';
import {
  aBookedBreach,
  anOffice,
  lastIncident,
  pointsOf,
  QUARTER,
} from '../proposals/factories.ts';
import type { Office } from '../proposals/factories.ts';

describe('an appeal', () => {
  let office: Office;
  let incident: number;

  beforeEach(async () => {
    office = await anOffice();
    await aBookedBreach(office);
    incident = await lastIncident(office);
  });

  afterEach(() => setClock());

  const appeal = async (by = office.person, of = incident, command = asked(by)): Promise<number> =>
    (await appealIncident(by, of, 'I was on leave that day', [], command)).id;
  const decide = (by: Actor, id: number, over: Partial<AppealDecision> = {}, command = asked(by)) =>
    decideAppeal(by, id, { outcome: 'upheld', appealReason: 'Looked into', ...over }, command);
  const toldTo = async ({ personId }: Actor): Promise<string[]> =>
    (await messagesOf(personId)).items.map(({ kind }) => kind);

  it('is made by the person alone, about what is booked for them', async () => {
    for (const by of [office.leader, office.assessor, await aMember(office.street)]) {
      await refused(appeal(by), 'no-incident');
    }
    await refused(appeal(await aMember(await aStreet())), 'no-incident');
    await appeal();
    expect(await toldTo(office.leader)).to.deep.equal(['appeal-made']);
    for (const { personId } of [office.assessor, office.second]) {
      expect((await messagesOf(personId)).items.map(({ kind }) => kind)).not.to.include(
        'appeal-made',
      );
    }
  });

  it('is made to the last minute of its time, not after', async () => {
    setClock(at('2026-08-26', '00:00'));
    const late = await refused(appeal(), 'appeal-too-late');
    expect(late.facts).to.deep.equal({ until: '2026-08-25' });
    setClock(at('2026-08-25', '23:59'));
    await appeal();
  });

  it('is one at a time, also when two are sent at once, and again once withdrawn', async () => {
    const both = await Promise.allSettled([appeal(), appeal()]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await refused(appeal(), 'appealed-already');
    const { items } = await ownAppeals(office.person, {});
    const [open] = items;
    await refused(withdrawAppeal(office.leader, open?.id ?? 0, asked(office.leader)), 'no-appeal');
    await withdrawAppeal(office.person, open?.id ?? 0, asked(office.person));
    const command = asked(office.person);
    const again = await appeal(office.person, incident, command);
    expect(await appeal(office.person, incident, command)).to.equal(again);
  });

  it('is decided by neither the person, nor who entered, nor who approved', async () => {
    const id = await appeal();
    const { assessor, second, person, leader, street } = office;
    const others = [assessor, second, person, await aMember(street)];
    for (const by of others) await refused(decide(by, id), 'decide-appeal');
    await refused(decide(await aLeader(await aStreet()), id), 'no-appeal');
    await decide(leader, id);
    expect(await toldTo(person)).to.include('appeal-upheld');
  });

  it('of a leader about themselves waits for another', async () => {
    const own = { ...office, person: office.leader };
    await aBookedBreach(own);
    const id = await appeal(office.leader, await lastIncident(own));
    await refused(decide(office.leader, id), 'decide-appeal');
    await decide(await aLeader(office.street), id, { outcome: 'cleared' });
    expect(await pointsOf(own)).to.deep.equal([-10, 10]);
  });

  it('upheld changes nothing, and the same cannot be appealed again', async () => {
    await decide(office.leader, await appeal());
    expect(await pointsOf(office)).to.deep.equal([-10]);
    await refused(appeal(), 'appealed-already');
  });

  it('corrects by a linked reversal with its reason, for the better alone', async () => {
    const id = await appeal();
    const correct = (pointsInstead: number) =>
      decide(office.leader, id, { outcome: 'corrected', pointsInstead });
    for (const points of [-11, -10, 1]) await refused(correct(points), 'points-not-better');
    await correct(-4);
    const entries = await entriesOf(office.street.id, office.person.personId, QUARTER);
    expect(entries.map(({ points }) => points)).to.deep.equal([-10, 10, -4]);
    expect(entries[1]).to.include({ reverses: entries[0]?.id, reason: 'Looked into' });
    await refused(appeal(), 'decided-on-appeal');
    expect(await verifyScores()).to.deep.equal([]);
  });

  it('clears with a numbered notice that the person may have shown, or not', async () => {
    const id = await appeal();
    const { leader, person, street } = office;
    const decided = await decide(leader, id, { outcome: 'cleared' });
    expect(decided).to.deep.equal({ id, state: 'cleared', points: 0 });
    expect(await pointsOf(office)).to.deep.equal([-10, 10]);
    const colleague = await aMember(street);
    const read = () => readableNotice(colleague, street.id, id);
    await refused(read(), 'no-appeal');
    await refused(showNotice(colleague, id, true, asked(colleague)), 'no-appeal');
    await showNotice(person, id, true, asked(person));
    const seen = { year: 2026, number: 1, reason: 'Looked into', pointsBefore: -10 };
    expect(await read()).to.include(seen);
    expect((await shownNotices(street.id)).map((one) => one.id)).to.deep.equal([id]);
    await showNotice(person, id, false, asked(person));
    await refused(read(), 'no-appeal');
    expect(await shownNotices(street.id)).to.deep.equal([]);
  });

  it('numbers its notices without a gap when two are cleared at once', async () => {
    const other = { ...office, person: await aMember(office.street) };
    await aBookedBreach(other);
    const ids = [await appeal(), await appeal(other.person, await lastIncident(other))];
    await Promise.all(ids.map((id) => decide(office.leader, id, { outcome: 'cleared' })));
    const kept = await Promise.all(ids.map((id) => appealOf(office.street.id, id)));
    expect(kept.map(({ noticeNumber }) => noticeNumber)).to.have.members([1, 2]);
  });

  it('is decided once when two decide at once, and once for a repeat', async () => {
    const id = await appeal();
    const other = await aLeader(office.street);
    const command = asked(office.leader);
    const cleared = { outcome: 'cleared' } as const;
    const both = await Promise.allSettled([
      decide(office.leader, id, cleared, command),
      decide(other, id, cleared),
    ]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await decide(office.leader, id, cleared, command).catch(() => undefined);
    expect(await pointsOf(office)).to.deep.equal([-10, 10]);
    await refused(withdrawAppeal(office.person, id, asked(office.person)), 'appeal-decided');
  });

  it('about attendance is decided by another assessor than who entered it', async () => {
    const { assessor, second, person } = office;
    const entry = { personId: person.personId, ruleCode: 'absent', occurredOn: '2026-08-10' };
    await enterAttendance(assessor, { ...entry, note: 'Away' }, asked(assessor));
    const id = await appeal(person, await lastIncident(office));
    await refused(decide(assessor, id), 'decide-appeal');
    await decide(second, id, { outcome: 'cleared' });
    expect(await pointsOf(office)).to.deep.equal([-10, -2, 2]);
  });

  it('about an addition may raise it as far as the rules give, never take it away', async () => {
    const { assessor, second, person } = office;
    const task = await aTask(office);
    await report(person, task);
    await confirmTask(assessor, task, [], asked(assessor));
    const id = await appeal(person, await lastIncident(office));
    await refused(decide(second, id, { outcome: 'cleared' }), 'appeal-worse');
    const raise = (pointsInstead: number) =>
      decide(second, id, { outcome: 'corrected', pointsInstead });
    await refused(raise(2), 'points-not-better');
    await refused(raise(4), 'points-not-better');
    expect(await pointsOf(office)).to.deep.equal([-10, 3]);
  });

  it('of what was undone meanwhile may clear the person, and has nothing to uphold', async () => {
    const id = await appeal();
    const { leader } = office;
    await reverseIncident(leader, incident, 'It was somebody else', asked(leader));
    await refused(decide(leader, id), 'nothing-booked');
    await decide(leader, id, { outcome: 'cleared' });
    expect(await pointsOf(office)).to.deep.equal([-10, 10]);
  });

  it('has attachments that the person and the deciders read, and nobody else', async () => {
    const { person, leader, assessor, second } = office;
    const { id } = await appealIncident(person, incident, 'See the slip', [aPdf()], asked(person));
    const [file] = await attachmentsOf(`appeal:${id}`);
    for (const reader of [person, leader]) {
      await readableAppeal(reader, office.street.id, id);
      await readableAttachment(reader, file?.id ?? 0, 'full');
    }
    for (const other of [assessor, second, await aMember(office.street)]) {
      await refused(readableAppeal(other, office.street.id, id), 'no-appeal');
      await refused(readableAttachment(other, file?.id ?? 0, 'full'), 'no-attachment');
    }
    const listed = async (by: Actor) => (await readableAppeals(by, office.street.id, {})).items;
    expect(await listed(leader)).to.have.length(1);
    expect(await listed(assessor)).to.have.length(0);
  });

  it('reminds those who may decide on its last day, once', async () => {
    await appeal();
    setClock(at('2026-08-19', '23:59'));
    await remindOfAppeals();
    expect(await toldTo(office.leader)).not.to.include('appeal-due');
    setClock(at('2026-08-20', '00:25'));
    await Promise.all([remindOfAppeals(), remindOfAppeals()]);
    const told = await toldTo(office.leader);
    expect(told.filter((kind) => kind === 'appeal-due')).to.have.length(1);
    expect(await toldTo(office.assessor)).not.to.include('appeal-due');
  });
});
