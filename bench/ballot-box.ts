import { randomBytes, sign, constants } from 'node:crypto';
import sql from 'sql-template-tag';
import { newKey } from '../src/base/command.ts';
import { change, inTransaction, row } from '../src/base/db.ts';
import { holdersOf, findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  addVoter,
  beginCasting,
  beginIssuing,
  departmentsOf,
  draftCycle,
  evaluationSets,
} from '../src/staff/index.ts';
import { signingKeys } from '../src/staff/evaluation/secrets.ts';
import type { FilledBox } from './ballots.ts';

const QUESTIONS = ['政治品德', '工作能力', '工作态度', '工作实绩', '廉洁自律'];
const VOTERS_MIN = 5;

/**
 * A box of 下东街道 that is open, and so many signed papers for it. They are signed with the set's key
 * at once, without the blinding of so many browsers: to the server they are what those bring.
 */
export async function fillBox(count: number): Promise<FilledBox> {
  const street = await row<{ id: number }>(sql`SELECT id FROM communities WHERE kind = 'street'`);
  const [assessorId = 0] = await holdersOf(['assessor'], street?.id ?? 0);
  const assessor = (await findActor(assessorId)) as Actor;
  const cycleId = await issuingFor(assessor);
  const [set] = await evaluationSets(cycleId);
  if (!set) throw new Error('the evaluation has no set');
  const secret = await row<{ name: string }>(
    sql`SELECT secret_name AS name FROM evaluation_cycles WHERE id = ${cycleId}`,
  );
  const key = (await signingKeys(secret?.name ?? null))[set.id] ?? '';
  await inTransaction((tx) =>
    change(sql`UPDATE evaluation_sets SET papers = ${count} WHERE id = ${set.id}`, tx),
  );
  await beginCasting(assessor, cycleId, false, { personId: assessorId, key: newKey() });
  const papers = Array.from({ length: count }, () => signedPaper(set.id, key));
  return { cycleId, answers: set.rated.length * QUESTIONS.length, papers };
}

function signedPaper(setId: number, key: string): string {
  const token = randomBytes(64);
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const signature = sign('sha384', token, pss);
  return [setId, token.toString('base64url'), signature.toString('base64url')].join('.');
}

async function issuingFor(assessor: Actor): Promise<number> {
  const asked = () => ({ personId: assessor.personId, key: newKey() });
  const departments = (await departmentsOf(assessor.communityId)).map(({ id }) => id);
  const plan = {
    title: '民主测评',
    quarter: '2026-Q4',
    questions: QUESTIONS.join('\n'),
    takesRemarks: true,
    ...{ leaders: 0, colleagues: 0, representatives: 100 },
    ratedIn: departments,
    votingIn: [],
  };
  const { id } = await draftCycle(assessor, plan, asked());
  const resident = await row<{ communityId: number }>(
    sql`SELECT community_id AS "communityId" FROM grants WHERE role = 'resident'`,
  );
  const voters = await holdersOf(['resident'], resident?.communityId ?? 0);
  for (const personId of voters.slice(0, VOTERS_MIN)) {
    await addVoter(assessor, id, { personId, group: 'representatives' }, asked());
  }
  await beginIssuing(assessor, id, asked());
  return id;
}
