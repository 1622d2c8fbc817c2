import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  cancelTask,
  confirmTask,
  entriesOf,
  extendTask,
  markOverdueTasks,
  returnTask,
  reverseIncident,
  setTask,
  waiveAnswer,
} from '../../../src/staff/index.ts';
import { readableTask, taskOf, taskSteps } from '../../../src/staff/key-work/queries.ts';
import { proposalsOf } from '../../../src/staff/proposals/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import { anOffice, book, lastIncident, pointsOf, QUARTER } from '../proposals/factories.ts';
import type { Office } from '../proposals/factories.ts';
import { aTask, report } from './factories.ts';

describe('a central task', () => {
  let office: Office;
  let member: Actor;
  let idle: Actor;

  beforeEach(async () => {
    office = await anOffice();
    [member, idle] = [await aMember(office.street), await aMember(office.street)];
  });

  afterEach(() => setClock());

  const confirm = (by: Actor, id: number, tookPart: readonly number[] = [], command = asked(by)) =>
    confirmTask(by, id, tookPart, command);
  const pointsFor = (person: Actor) => pointsOf({ ...office, person });
  const later = { dueOn: '2026-08-30', reason: 'Rain' };

  it('is set by leaders and assessors, for others than themselves', async () => {
    const { leader, assessor, person } = office;
    const plan = { title: 'A', text: 'B', memberIds: [], dueOn: '2026-08-20' };
    const set = (by: Actor, over = {}) =>
      setTask(by, { ...plan, ownerId: person.personId, ...over }, asked(by));
    await set(leader);
    await set(assessor);
    await refused(set(person), 'set-task');
    await refused(set(leader, { ownerId: leader.personId }), 'own-matter');
    await refused(set(leader, { memberIds: [leader.personId] }), 'own-matter');
    await refused(set(leader, { memberIds: [person.personId] }), 'owner-among-members');
    await refused(set(leader, { dueOn: '2026-08-09' }), 'day-past');
    const stranger = await aMember(await aStreet());
    await refused(set(leader, { memberIds: [stranger.personId] }), 'no-member');
  });

  it('gives points to its owner and to those who took part, once a second person confirms', async () => {
    const { leader, assessor, person } = office;
    const id = await aTask(office, [member, idle]);
    await report(person, id);
    expect(await pointsFor(person)).to.deep.equal([]);
    await refused(confirm(leader, id), 'confirm-task');
    await confirm(assessor, id, [member.personId]);
    expect(await pointsFor(person)).to.deep.equal([3]);
    expect(await pointsFor(member)).to.deep.equal([1]);
    expect(await pointsFor(idle)).to.deep.equal([]);
    const [entry] = await entriesOf(office.street.id, person.personId, QUARTER);
    expect(entry).to.include({ enteredBy: '孙正', approvedBy: '钱进' });
  });

  it('is reported by its owner alone, and confirmed by nobody who works on it', async () => {
    const { leader, person, street } = office;
    const [owner, helper] = [await anAssessor(street), await anAssessor(street)];
    const id = await aTask({ leader, person: owner }, [helper]);
    for (const other of [person, helper, leader]) await refused(report(other, id), 'report-task');
    await report(owner, id);
    for (const by of [owner, helper]) await refused(confirm(by, id), 'confirm-task');
    await refused(confirm(person, id), 'confirm-task');
    await refused(confirm(await aLeader(await aStreet()), id), 'no-task');
    await refused(confirm(office.assessor, id, [person.personId]), 'not-a-member');
  });

  it('is confirmed once when two confirm at once, and once for a repeat', async () => {
    const { assessor, second, person } = office;
    const id = await aTask(office);
    await refused(confirm(assessor, id), 'not-reported');
    await report(person, id);
    const command = asked(assessor);
    const presses = [confirm(assessor, id, [], command), confirm(second, id)];
    const done = await Promise.allSettled(presses);
    expect(done.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await confirm(assessor, id, [], command).catch(() => undefined);
    expect(await pointsFor(person)).to.deep.equal([3]);
  });

  it('is extended to the last minute of its deadline, not after, and keeps the history', async () => {
    const { leader, assessor, person } = office;
    const id = await aTask(office);
    const extend = (by: Actor, over = {}) => extendTask(by, id, { ...later, ...over }, asked(by));
    await refused(extend(person), 'keep-task');
    await refused(extend(leader, { dueOn: '2026-08-20' }), 'not-later');
    setClock(at('2026-08-20', '23:59'));
    await extend(assessor);
    setClock(at('2026-08-31', '00:00'));
    await refused(extend(leader, { dueOn: '2026-09-10' }), 'deadline-over');
    const kept = (await taskSteps(id)).map(({ name, dueOn, reason }) => [name, dueOn, reason]);
    expect(kept).to.deep.equal([
      ['made', '2026-08-20', null],
      ['extended', '2026-08-30', 'Rain'],
    ]);
  });

  it('done late gives nothing to its owner, and its own to who took part', async () => {
    const { assessor, person } = office;
    const [late, inTime] = [await aTask(office, [member]), await aTask(office)];
    setClock(at('2026-08-20', '23:59'));
    await report(person, inTime);
    setClock(at('2026-08-21', '00:00'));
    await report(person, late);
    await confirm(assessor, late, [member.personId]);
    expect(await pointsFor(person)).to.deep.equal([]);
    expect(await pointsFor(member)).to.deep.equal([1]);
    await confirm(assessor, inTime);
    expect(await pointsFor(person)).to.deep.equal([3]);
  });

  it('is sent back with a reason, and may be reported again', async () => {
    const { assessor, person } = office;
    const id = await aTask(office);
    await report(person, id);
    await returnTask(assessor, id, 'The west end is missing', asked(assessor));
    await refused(confirm(assessor, id), 'not-reported');
    await report(person, id);
    await confirm(assessor, id);
    expect(await pointsFor(person)).to.deep.equal([3]);
  });

  it('is undone for one person by somebody who neither set nor confirmed it', async () => {
    const { leader, assessor, second, person } = office;
    const id = await aTask(office);
    await report(person, id);
    await confirm(assessor, id);
    const incident = await lastIncident(office);
    const undo = (by: Actor) => reverseIncident(by, incident, 'Not done', asked(by));
    for (const by of [leader, assessor]) await refused(undo(by), 'reverse-incident');
    expect((await undo(second)).subject).to.equal(`task:${id}`);
    expect(await pointsFor(person)).to.deep.equal([3, -3]);
  });

  it('is seen by those who work on it and those who see all', async () => {
    const { street, person, leader } = office;
    const id = await aTask(office, [member]);
    for (const reader of [person, member, leader]) await readableTask(reader, street.id, id);
    await refused(readableTask(idle, street.id, id), 'no-task');
  });

  describe('whose deadline has passed', () => {
    const proposed = async () =>
      (await proposalsOf(office.street.id, { personId: office.person.personId })).items;

    it('is marked at night, and proposes a deduction that is heard first, once', async () => {
      const { assessor, second, leader, person } = office;
      const id = await aTask(office);
      setClock(at('2026-08-20', '23:59'));
      await markOverdueTasks();
      expect(await proposed()).to.deep.equal([]);
      setClock(at('2026-08-21', '00:20'));
      await Promise.all([markOverdueTasks(), markOverdueTasks()]);
      await markOverdueTasks();
      const found = await proposed();
      expect(found.map(({ worth, source, occurredOn }) => ({ worth, source, occurredOn }))).to.eql([
        { worth: -5, source: `task:${id}`, occurredOn: '2026-08-20' },
      ]);
      expect((await taskOf(office.street.id, id)).overdueAt).not.to.equal(null);
      const proposal = found[0]?.id ?? 0;
      await refused(book(assessor, proposal), 'still-heard');
      await waiveAnswer(person, proposal, asked(person));
      await refused(book(leader, proposal), 'decide-proposal');
      await book(second, proposal);
      expect(await pointsFor(person)).to.deep.equal([-5]);
    });

    it('is not overdue when it was reported in time, extended or cancelled', async () => {
      const { leader, person } = office;
      const [reported, extended, cancelled] = [
        await aTask(office),
        await aTask(office),
        await aTask(office),
      ];
      await report(person, reported);
      await extendTask(leader, extended, later, asked(leader));
      await cancelTask(leader, cancelled, 'Overtaken', asked(leader));
      setClock(at('2026-08-21', '00:20'));
      await markOverdueTasks();
      expect(await proposed()).to.deep.equal([]);
      await refused(cancelTask(leader, cancelled, 'Again', asked(leader)), 'task-closed');
    });

    it('tells its owner and who set it', async () => {
      await aTask(office);
      setClock(at('2026-08-21', '00:20'));
      await markOverdueTasks();
      for (const { personId } of [office.person, office.leader]) {
        const kinds = (await messagesOf(personId)).items.map(({ kind }) => kind);
        expect(kinds).to.include('task-overdue');
      }
    });
  });
});
