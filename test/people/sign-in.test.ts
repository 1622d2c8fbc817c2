import { expect } from 'chai';
import sql from 'sql-template-tag';
import { fromNow, setClock } from '../../src/base/clock.ts';
import { change, commitCount, inTransaction } from '../../src/base/db.ts';
import { actorOfSession, actorOfToken, findActor, issueToken } from '../../src/people/index.ts';
import { hashPassword, signIn } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { issueOneTimeCode } from '../../src/people/one-time-codes.ts';
import { changePassword } from '../../src/people/password-change.ts';
import { activatePerson, deactivatePerson } from '../../src/people/standing.ts';
import { aCommunity, aManager, aResident, asked, TEST_PASSWORD, unique } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { keptPerson, setPhone, signInNameOf } from './factories.ts';

const START = Date.parse('2026-11-22T00:00:00.000Z');
const after = (seconds: number): void => {
  setClock(new Date(START + seconds * 1000).toISOString());
};

async function fail(name: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await refused(signIn(name, 'not the password'), 'sign-in-wrong');
  }
}

async function setPassword(actor: Actor, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await inTransaction((tx) =>
    change(sql`UPDATE persons SET password_hash = ${hash} WHERE id = ${actor.personId}`, tx),
  );
}

describe('signing in', () => {
  afterEach(() => {
    setClock();
  });

  it('finds a person by sign-in name however it is capitalised, by name and by phone', async () => {
    const name = unique('名');
    const { personId } = await aResident(await aCommunity(), { name });
    const phone = `1${String(personId).padStart(10, '0')}`;
    await setPhone(personId, phone);
    const words = [(await signInNameOf(personId)).toUpperCase(), ` ${name} `, phone];
    for (const word of [...words, phone.replace(/^(...)(....)/, '$1 $2-')]) {
      expect((await signIn(word, TEST_PASSWORD)).personId).to.equal(personId);
    }
  });

  it('says the same for an unknown name and a wrong password', async () => {
    const { personId } = await aResident(await aCommunity());
    const unknown = await refused(signIn(unique('nobody'), 'x'), 'sign-in-wrong');
    const wrong = await refused(signIn(await signInNameOf(personId), 'x'), 'sign-in-wrong');
    expect({ ...unknown, stack: '' }).to.deep.equal({ ...wrong, stack: '' });
  });

  it('tells namesakes apart by their passwords, and refuses when those are one', async () => {
    const community = await aCommunity();
    const name = unique('同名');
    const first = await aResident(community, { name });
    const second = await aResident(community, { name });
    await refused(signIn(name, TEST_PASSWORD), 'sign-in-ambiguous');
    await setPassword(second, 'another horse');
    expect((await signIn(name, TEST_PASSWORD)).personId).to.equal(first.personId);
    expect((await signIn(name, 'another horse')).personId).to.equal(second.personId);
  });

  it('locks out longer with each failure, also with the right password, and lets go', async () => {
    after(0);
    const name = await signInNameOf((await aResident(await aCommunity())).personId);
    await fail(name, 5);
    const locked = await refused(signIn(name, TEST_PASSWORD), 'too-many-tries');
    expect(locked.facts).to.deep.equal({ seconds: 30 });
    after(31);
    await fail(name, 1);
    const longer = await refused(signIn(name, TEST_PASSWORD), 'too-many-tries');
    expect(longer.facts).to.deep.equal({ seconds: 60 });
    after(31 + 61);
    await signIn(name, TEST_PASSWORD);
    await fail(name, 4);
    await signIn(name, TEST_PASSWORD);
  });

  it('forgets failures after a day', async () => {
    after(0);
    const name = await signInNameOf((await aResident(await aCommunity())).personId);
    await fail(name, 5);
    after(24 * 3600 + 1);
    await fail(name, 4);
    await signIn(name, TEST_PASSWORD);
  });

  it('counts guesses that come all at once', async () => {
    const name = await signInNameOf((await aResident(await aCommunity())).personId);
    const guesses = Array.from({ length: 12 }, () => signIn(name, 'a guess'));
    const codes = (await Promise.allSettled(guesses)).map((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : 'in',
    );
    expect(codes.filter((code) => code === 'sign-in-wrong')).to.have.length(5);
    expect(codes.filter((code) => code === 'too-many-tries')).to.have.length(7);
  });

  it('writes nothing when it succeeds at once', async () => {
    const name = await signInNameOf((await aResident(await aCommunity())).personId);
    const before = commitCount();
    await signIn(name, TEST_PASSWORD);
    expect(commitCount()).to.equal(before);
  });
});

describe('a one-time code', () => {
  afterEach(() => {
    setClock();
  });

  it('opens only the way to a new password, for seven days', async () => {
    after(0);
    const community = await aCommunity();
    const { personId } = await aResident(community);
    const manager = await aManager(community);
    const { code, expiresAt } = await issueOneTimeCode(manager, personId, asked(manager));
    expect(expiresAt).to.equal(fromNow(7 * 24 * 3600_000));
    const name = await signInNameOf(personId);
    await refused(signIn(name, TEST_PASSWORD), 'sign-in-wrong');
    expect((await signIn(name, code)).mustChangePassword).to.equal(true);
    after(7 * 24 * 3600 - 1);
    await signIn(name, code);
    after(7 * 24 * 3600);
    await refused(signIn(name, code), 'sign-in-wrong');
  });

  it('is over once the password is changed, which needs no present one', async () => {
    const community = await aCommunity();
    const { personId } = await aResident(community);
    const manager = await aManager(community);
    const { code } = await issueOneTimeCode(manager, personId, asked(manager));
    const name = await signInNameOf(personId);
    const actor = await signIn(name, code);
    await changePassword(actor, { password: 'my own words' }, asked(actor));
    await refused(signIn(name, code), 'sign-in-wrong');
    expect((await signIn(name, 'my own words')).mustChangePassword).to.equal(false);
  });

  it('is told again for the same command, and kept nowhere', async () => {
    const community = await aCommunity();
    const { personId } = await aResident(community);
    const manager = await aManager(community);
    const command = asked(manager);
    const first = await issueOneTimeCode(manager, personId, command);
    expect(await issueOneTimeCode(manager, personId, command)).to.deep.equal(first);
    const second = await issueOneTimeCode(manager, personId, asked(manager));
    expect(second.code).not.to.equal(first.code);
    await refused(issueOneTimeCode(manager, personId, command), 'code-over');
    expect((await keptPerson(personId)).passwordHash).to.match(/^\$argon2id\$/);
  });
});

describe('changing the password', () => {
  it('ends every session and token of before', async () => {
    const actor = await aResident(await aCommunity());
    const token = await issueToken(actor);
    const command = asked(actor);
    const fresh = { current: TEST_PASSWORD, password: 'my own words' };
    await changePassword(actor, fresh, command);
    await changePassword(actor, fresh, command);
    expect(await actorOfToken(token)).to.equal(null);
    expect(await actorOfSession(actor.personId, actor.passwordVersion)).to.equal(null);
    const now = (await findActor(actor.personId)) as Actor;
    expect(now.passwordVersion).to.equal(actor.passwordVersion + 1);
  });

  it('is refused without the present one, for the same, and for the name or phone', async () => {
    const actor = await aResident(await aCommunity(), { name: 'Wang Xiulan' });
    await setPhone(actor.personId, '13800138000');
    const change = (password: string, current = TEST_PASSWORD): Promise<void> =>
      changePassword(actor, { current, password }, asked(actor));
    await refused(change('my own words', 'wrong'), 'password-wrong');
    await refused(
      changePassword(actor, { password: 'my own words' }, asked(actor)),
      'password-wrong',
    );
    await refused(change(TEST_PASSWORD), 'password-same');
    await refused(change('WANG xiulan'), 'password-guessable');
    await refused(change('１３８００１３８０００'), 'password-guessable');
    expect((await keptPerson(actor.personId)).passwordVersion).to.equal(actor.passwordVersion);
  });

  it('locks out who guesses at the present one', async () => {
    const actor = await aResident(await aCommunity());
    const guess = { current: 'a guess', password: 'my own words' };
    for (let time = 0; time < 5; time += 1) {
      await refused(changePassword(actor, guess, asked(actor)), 'password-wrong');
    }
    await refused(changePassword(actor, guess, asked(actor)), 'too-many-tries');
  });
});

describe('deactivating', () => {
  it('ends session, token and sign-in at once, and activating brings only sign-in back', async () => {
    const community = await aCommunity();
    const actor = await aResident(community);
    const token = await issueToken(actor);
    const manager = await aManager(community);
    await deactivatePerson(manager, actor.personId, asked(manager));
    expect(await actorOfSession(actor.personId, actor.passwordVersion)).to.equal(null);
    expect(await actorOfToken(token)).to.equal(null);
    const name = await signInNameOf(actor.personId);
    await refused(signIn(name, TEST_PASSWORD), 'sign-in-wrong');
    await refused(deactivatePerson(manager, actor.personId, asked(manager)), 'inactive-already');
    await activatePerson(manager, actor.personId, asked(manager));
    await signIn(name, TEST_PASSWORD);
    expect(await actorOfSession(actor.personId, actor.passwordVersion)).to.equal(null);
    expect(await actorOfToken(token)).to.equal(null);
  });
});
