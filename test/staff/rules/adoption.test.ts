import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { closeQuarter } from '../../../src/staff/index.ts';
import { adoptDraft, digestOf } from '../../../src/staff/rules/adoption.ts';
import { addRule, changeDetails, dropDraft, removeRule } from '../../../src/staff/rules/drafts.ts';
import { adoptedSets, setOn, wholeSet } from '../../../src/staff/rules/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { adopt, aDraft } from './factories.ts';

const OVERTIME = { code: 'overtime', part: 'duty', name: '主动替班', points: 1 } as const;

describe('adopting a draft', () => {
  let street: TestStreet;
  let maker: Actor;
  let leader: Actor;
  let draft: number;

  beforeEach(async () => {
    setClock(at('2026-09-20', '10:00'));
    street = await aStreet();
    await adoptRules(street);
    [maker, leader] = [await anAssessor(street), await aLeader(street)];
    draft = await aDraft(maker);
    await addRule(maker, draft, OVERTIME, asked(maker));
  });

  afterEach(() => setClock());

  it('puts it in force from its first day, and not before', async () => {
    await adopt(leader, draft, '2026-10-08');
    const sets = await adoptedSets(street.id);
    expect(setOn(sets, '2026-10-07')?.rules.has('overtime')).to.equal(false);
    expect(setOn(sets, '2026-10-08')?.rules.has('overtime')).to.equal(true);
    expect(await wholeSet(draft)).to.include({ adoptedBy: leader.name, reason: '试行一年后修订' });
  });

  it('tells all staff of the office, once for a command that is repeated', async () => {
    const [staff, stranger] = [await aMember(street), await aMember(await aStreet())];
    const key = 'adopt-the-rules';
    await adopt(leader, draft, '2026-10-08', key);
    const seen = digestOf(await wholeSet(draft));
    const wish = { effectiveFrom: '2026-10-08', reason: '试行一年后修订', seen };
    await adoptDraft(leader, draft, wish, { personId: leader.personId, key });
    for (const { personId } of [staff, maker, leader]) {
      const { items } = await messagesOf(personId);
      expect(items.map(({ kind, href }) => `${kind} ${href}`)).to.deep.equal([
        `rules-adopted /staff/rules/${draft}`,
      ]);
    }
    expect((await messagesOf(stranger.personId)).items).to.deep.equal([]);
  });

  it('takes a second person, who leads', async () => {
    await refused(adopt(maker, draft, '2026-10-08'), 'adopt-rules');
    await refused(adopt(await anAssessor(street), draft, '2026-10-08'), 'adopt-rules');
    await refused(adopt(await aLeader(await aStreet()), draft, '2026-10-08'), 'no-rule-set');
    const own = await aDraft(leader);
    await refused(adopt(leader, own, '2026-10-08'), 'adopt-rules');
    await adopt(await aLeader(street), own, '2026-10-08');
  });

  it('takes only what was read: a draft that was changed since is refused', async () => {
    const seen = digestOf(await wholeSet(draft));
    await addRule(maker, draft, { ...OVERTIME, code: 'later' }, asked(maker));
    const wish = { effectiveFrom: '2026-10-08', reason: '修订', seen };
    await refused(adoptDraft(leader, draft, wish, asked(leader)), 'draft-changed');
  });

  it('begins after today, in no closed quarter, and on no day on which others begin', async () => {
    const { field } = await refused(adopt(leader, draft, '2026-09-20'), 'rules-begin-too-early');
    expect(field).to.equal('effectiveFrom');
    await inTransaction((tx) => closeQuarter(street.id, '2026-Q3', null, tx));
    await refused(adopt(leader, draft, '2026-09-21'), 'rules-in-closed-quarter');
    const other = await aDraft(maker);
    await adopt(leader, other, '2026-10-01');
    await refused(adopt(leader, draft, '2026-10-01'), 'rules-begin-same-day');
    expect((await messagesOf(maker.personId)).items).to.have.length(1);
    await adopt(leader, draft, '2026-10-02');
  });

  it('takes no empty draft', async () => {
    for (const { id } of (await wholeSet(draft)).rules) {
      await removeRule(maker, draft, id, asked(maker));
    }
    await refused(adopt(leader, draft, '2026-10-08'), 'rules-empty');
  });

  it('is done once by two who press at the same moment, and never after a drop', async () => {
    const second = await aLeader(street);
    const presses = await Promise.allSettled([
      adopt(leader, draft, '2026-10-08'),
      adopt(second, draft, '2026-10-09'),
    ]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const other = await aDraft(maker);
    await dropDraft(maker, other, asked(maker));
    await refused(adopt(leader, other, '2026-10-12'), 'not-draft');
  });

  it('and changing it at the same moment leave what was read, or nothing adopted', async () => {
    const wish = { name: '改过的名称', effectiveFrom: '2026-10-08' };
    const [adopted] = await Promise.allSettled([
      adopt(leader, draft, '2026-10-08'),
      changeDetails(maker, draft, wish, [], asked(maker)),
    ]);
    const { state, name } = await wholeSet(draft);
    expect(state).to.equal(adopted.status === 'fulfilled' ? 'adopted' : 'draft');
    expect(state === 'adopted' && name === wish.name).to.equal(false);
  });
});
