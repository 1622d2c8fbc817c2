import {
  addVoter,
  beginCasting,
  beginIssuing,
  closeCycle,
  draftCycle,
  membersOf,
} from '../../../src/staff/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { aResident, asked } from '../../factories.ts';
import { cast, drawnBy } from './factories.ts';

/** A cycle in each phase that has pages of its own. */
export type EvaluationIds = Readonly<
  Record<'draftCycle' | 'issuing' | 'casting' | 'closed', number>
>;

type Players = Readonly<Record<'assessor' | 'staff' | 'resident' | 'neighbour', Actor>>;

/** Evaluations by residents' representatives, in every phase. */
export async function evaluated(people: Players): Promise<EvaluationIds> {
  const { assessor, resident, neighbour } = people;
  const community = { id: resident.communityId, gridId: 0 };
  const voters = [resident, neighbour];
  while (voters.length < 5) voters.push(await aResident(community, { name: '李建国' }));
  const draft = (): Promise<number> => drafted(people, voters);
  const issuing = async (): Promise<number> => {
    const id = await draft();
    await beginIssuing(assessor, id, asked(assessor));
    return id;
  };
  const casting = async (): Promise<[number, string[]]> => {
    const id = await issuing();
    const papers = await drawnBy(voters, id, assessor);
    await beginCasting(assessor, id, false, asked(assessor));
    return [id, papers];
  };
  const [closed, papers] = await casting();
  for (const paper of papers) await cast(closed, paper, '43'.repeat(3), '继续努力');
  await closeCycle(assessor, closed, asked(assessor));
  const [open] = await casting();
  return { closed, casting: open, issuing: await issuing(), draftCycle: await draft() };
}

async function drafted({ assessor }: Players, voters: readonly Actor[]): Promise<number> {
  const members = await membersOf(assessor.communityId);
  const plan = {
    title: '第四季度民主测评',
    quarter: '2026-Q4',
    questions: '政治品德\n工作能力',
    takesRemarks: true,
    leaders: 0,
    colleagues: 0,
    representatives: 100,
    ratedIn: [...new Set(members.map(({ departmentId }) => departmentId))],
    votingIn: [],
  };
  const { id } = await draftCycle(assessor, plan, asked(assessor));
  for (const { personId } of voters) {
    await addVoter(assessor, id, { personId, group: 'representatives' }, asked(assessor));
  }
  return id;
}
