import sql from 'sql-template-tag';
import { change, inTransaction, row } from '../../base/db.ts';
import { found, Refusal } from '../../base/refusal.ts';
import { opened, sealed } from './box.ts';
import type { Content } from './box.ts';
import { cycleById, setsOf } from './queries.ts';
import type { BallotSet, Cycle } from './queries.ts';
import { boxKey } from './secrets.ts';
import { digestOf, isSigned } from './signing.ts';
import { codeTyped } from './slips.ts';
import { UNKNOWN } from './tally.ts';

/** A paper that is good: which set it is of, and by what it is known. Whose it is, nobody knows. */
export interface GoodPaper {
  readonly cycle: Cycle;
  readonly set: BallotSet;
  /** Of the token or the code. */
  readonly digest: string;
}

/**
 * Checks a paper: `set.token.signature` as a browser keeps it, or a printed code as it is typed.
 * Nothing is asked of who brings it. Refuses `no-cycle`, `not-casting`, `paper-wrong`.
 */
export async function goodPaper(cycleId: number, paper: string): Promise<GoodPaper> {
  const cycle = await cycleById(cycleId);
  if (cycle.phase !== 'casting') throw new Refusal('conflict', 'not-casting', {}, 'paper');
  const sets = await setsOf(cycleId);
  const known = paper.includes('.') ? signedPaper(paper, sets) : await slipOf(paper);
  const set = sets.find(({ id }) => id === known?.setId);
  if (!known || !set) throw new Refusal('invalid', 'paper-wrong', {}, 'paper');
  if (set.state === 'left-out') throw new Refusal('conflict', 'set-left-out', {}, 'paper');
  return { cycle, set, digest: known.digest };
}

interface KnownPaper {
  readonly setId: number;
  readonly digest: string;
}

function signedPaper(paper: string, sets: readonly BallotSet[]): KnownPaper | null {
  const [number, ...parts] = paper.replace(/\s+/g, '').split('.');
  const [token, signature] = parts.map((part) => Buffer.from(part, 'base64url'));
  const set = sets.find(({ id }) => String(id) === number);
  if (!set || !token || !signature || !isSigned(set.publicKey, token, signature)) return null;
  return { setId: set.id, digest: digestOf(token) };
}

const slipOf = (code: string): Promise<KnownPaper | null> =>
  row<KnownPaper>(
    sql`SELECT digest, set_id AS "setId" FROM evaluation_slips
         WHERE digest = ${digestOf(codeTyped(code))}`,
  );

/** Whether a ballot was cast with a paper. */
export const isCast = async ({ digest }: GoodPaper): Promise<boolean> =>
  (await envelopeOf(digest)) !== null;

const envelopeOf = (digest: string): Promise<{ sealed: string } | null> =>
  row<{ sealed: string }>(sql`SELECT sealed FROM evaluation_envelopes WHERE digest = ${digest}`);

/** The answers of a form, `a0`, `a1`, …, in the order of the ballot; what was left out is 不了解. */
export function answersIn(
  form: Readonly<Record<string, string>>,
  { cycle, set }: Pick<GoodPaper, 'cycle' | 'set'>,
): string {
  const places = set.rated.length * cycle.questions.length;
  return Array.from({ length: places }, (_, place) => form[`a${place}`] ?? UNKNOWN).join('');
}

/**
 * Casts a ballot: one row, sealed, without time, order or person. The paper makes it once: the same
 * ballot again answers as the first, another one is refused (`paper-used`). Also refuses what
 * `goodPaper` does, `ballot-empty`, and `ballots-too-many` when more were cast than papers issued.
 */
export async function castBallot(
  cycleId: number,
  form: Readonly<Record<string, string>> & { readonly paper: string; readonly remark: string },
): Promise<{ cast: true }> {
  const paper = await goodPaper(cycleId, form.paper);
  if (!Object.keys(form).some((name) => /^a\d+$/.test(name))) {
    throw new Refusal('invalid', 'ballot-empty');
  }
  const box = await boxKey(paper.cycle.secretName);
  const remark = paper.cycle.takesRemarks ? form.remark : '';
  const content = { answers: answersIn(form, paper), remark };
  const isFirst = await putIn(paper, sealed(box, content));
  if (!isFirst) await refuseOther(paper, content, box);
  return { cast: true };
}

function putIn({ digest, set }: GoodPaper, envelope: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    const first = await change(
      sql`INSERT INTO evaluation_envelopes (digest, set_id, sealed)
          VALUES (${digest}, ${set.id}, ${envelope}) ON CONFLICT (digest) DO NOTHING`,
      tx,
    );
    if (first === 0) return false;
    const counted = await change(
      sql`UPDATE evaluation_sets SET ballots = ballots + 1
           WHERE id = ${set.id} AND state = 'casting' AND ballots < papers`,
      tx,
    );
    if (counted === 1) return true;
    const now = await row<{ state: string }>(
      sql`SELECT state FROM evaluation_sets WHERE id = ${set.id}`,
      tx,
    );
    const isOver = now?.state !== 'casting';
    throw new Refusal('conflict', isOver ? 'not-casting' : 'ballots-too-many', {}, 'paper');
  });
}

async function refuseOther(paper: GoodPaper, content: Content, box: string): Promise<void> {
  const { sealed: first } = found(await envelopeOf(paper.digest), 'cycle');
  const { answers, remark } = opened(box, first);
  if (answers !== content.answers || remark !== content.remark) {
    throw new Refusal('conflict', 'paper-used', {}, 'paper');
  }
}
