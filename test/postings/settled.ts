import { decideObjection, latestPostings, makeObjection } from '../../src/postings/index.ts';
import type { Actor, Role } from '../../src/people/index.ts';
import { asked } from '../factories.ts';

/** What the `:id` of a posting or an objection may be. */
export interface Contested {
  readonly posting: number;
  readonly objection: number;
  readonly staffPosting: number;
  readonly staffObjection: number;
}

/** What is written on objections, in Chinese whatever language the reader has chosen. */
export const WORDS = {
  reasons: '我到场了，没有记上',
  answer: '核对过记录，结论见此',
  correction: '下周补记 1 分',
} as const;

type People = Readonly<Record<Role | 'neighbour', Actor>>;

/** The postings of a community and a street office, each with objections: one waits, one is decided. */
export async function contested(people: People): Promise<Contested> {
  const { resident, neighbour, manager, staff, leader, assessor } = people;
  const [posting] = await latestPostings(resident.communityId, 1);
  const [week] = await latestPostings(staff.communityId, 1, { kind: 'staff' });
  const [postingId, staffPostingId] = [posting?.id ?? 0, week?.id ?? 0];
  const { reasons, answer, correction } = WORDS;
  const made = async (by: Actor, of: number): Promise<number> =>
    (await makeObjection(by, of, { personId: by.personId, reasons }, [], asked(by))).id;
  const decided = await made(neighbour, postingId);
  await decideObjection(manager, decided, { outcome: 'rejected', answer }, asked(manager));
  const ofLeader = await made(leader, staffPostingId);
  const upheld = { outcome: 'upheld', answer, correction } as const;
  await decideObjection(assessor, ofLeader, upheld, asked(assessor));
  return {
    posting: postingId,
    objection: await made(resident, postingId),
    staffPosting: staffPostingId,
    staffObjection: await made(staff, staffPostingId),
  };
}
