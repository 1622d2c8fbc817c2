import { blindedToken, paperText, unblinded } from '../../../src/client/blinding.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  addVoter,
  beginCasting,
  beginIssuing,
  castBallot,
  draftCycle,
  papersOf,
  printSlips,
  takePaper,
  tickSlip,
} from '../../../src/staff/index.ts';
import type { NewCycle } from '../../../src/staff/index.ts';
import { aCommunity, aResident, asked } from '../../factories.ts';
import { aDepartment, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

/** An office whose people vote and are rated: as many of each as wished. */
export interface Electorate {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly leaders: readonly Actor[];
  readonly colleagues: readonly Actor[];
  readonly representatives: readonly Actor[];
  /** Of a department of their own, in which nobody votes. */
  readonly rated: readonly Actor[];
  readonly ratedIn: number;
}

const several = async (count: number, make: () => Promise<Actor>): Promise<Actor[]> => {
  const made: Actor[] = [];
  while (made.length < count) made.push(await make());
  return made;
};

export async function anElectorate(
  counts: Partial<Record<'leaders' | 'colleagues' | 'representatives' | 'rated', number>> = {},
): Promise<Electorate> {
  const street = await aStreet();
  const ratedIn = await aDepartment(street);
  const community = await aCommunity();
  const elsewhere = await aDepartment(street);
  return {
    street,
    ratedIn,
    assessor: await anAssessor(street, { departmentId: elsewhere }),
    leaders: await several(counts.leaders ?? 5, () => aLeader(street, { departmentId: elsewhere })),
    colleagues: await several(counts.colleagues ?? 5, () => aMember(street)),
    representatives: await several(counts.representatives ?? 5, () => aResident(community)),
    rated: await several(counts.rated ?? 2, () => aMember(street, { departmentId: ratedIn })),
  };
}

export const QUESTIONS = '政治品德\n工作能力';

export const aPlan = ({ street, ratedIn }: Electorate, over: Partial<NewCycle> = {}): NewCycle => ({
  title: '第四季度民主测评',
  quarter: '2026-Q4',
  questions: QUESTIONS,
  takesRemarks: true,
  leaders: 40,
  colleagues: 40,
  representatives: 20,
  ratedIn: [ratedIn],
  votingIn: [street.departmentId],
  ...over,
});

/** Leaders alone: one key to make instead of four. */
export const LEADERS = { leaders: 100, colleagues: 0, representatives: 0 };

/** A draft with everybody on its lists. */
export async function aDraft(people: Electorate, over: Partial<NewCycle> = {}): Promise<number> {
  const { assessor } = people;
  const { id } = await draftCycle(assessor, aPlan(people, over), asked(assessor));
  for (const { personId } of people.representatives) {
    await addVoter(assessor, id, { personId, group: 'representatives' }, asked(assessor));
  }
  return id;
}

/** A cycle in which papers are issued. */
export async function anIssuing(people: Electorate, over: Partial<NewCycle> = {}): Promise<number> {
  const id = await aDraft(people, over);
  await beginIssuing(people.assessor, id, asked(people.assessor));
  return id;
}

/** Takes a paper as a voter's browser does. */
export async function takenBy(voter: Actor, cycleId: number): Promise<string> {
  const own = (await papersOf(voter.personId)).find((one) => one.cycleId === cycleId);
  const { publicKey, setId } = own as { publicKey: string; setId: number };
  const blinded = await blindedToken(publicKey);
  const { signature } = await takePaper(voter, cycleId, blinded.blinded, asked(voter));
  return paperText(setId, blinded, await unblinded(publicKey, blinded, signature));
}

/** Lets voters of one set draw printed codes; cheaper than signatures where those are not asked. */
export async function drawnBy(
  voters: readonly Actor[],
  cycleId: number,
  assessor: Actor,
): Promise<string[]> {
  const own = await papersOf(voters[0]?.personId ?? 0);
  const set = own.find((one) => one.cycleId === cycleId)?.setId ?? 0;
  const { codes } = await printSlips(
    assessor,
    cycleId,
    { set, count: voters.length },
    asked(assessor),
  );
  for (const { personId } of voters) await tickSlip(assessor, cycleId, personId, asked(assessor));
  return [...codes];
}

/** A cycle in which ballots are cast, with the papers of everybody, by group. */
export async function aCasting(
  people: Electorate,
  over: Partial<NewCycle> = {},
): Promise<{ id: number; papers: Record<'leaders' | 'colleagues' | 'representatives', string[]> }> {
  const id = await anIssuing(people, over);
  const { leaders, colleagues, representatives } = aPlan(people, over);
  const papersOf = async (kind: 'leaders' | 'colleagues' | 'representatives', weight: number) =>
    weight === 0 ? [] : drawnBy(people[kind], id, people.assessor);
  const papers = {
    leaders: await papersOf('leaders', leaders),
    colleagues: await papersOf('colleagues', colleagues),
    representatives: await papersOf('representatives', representatives),
  };
  await beginCasting(people.assessor, id, false, asked(people.assessor));
  return { id, papers };
}

/** A ballot form with these answers, one character each: `43210`. */
export const aBallot = (paper: string, answers: string, remark = '') => ({
  ...Object.fromEntries([...answers].map((answer, place) => [`a${place}`, answer])),
  paper,
  remark,
});

export const cast = (cycleId: number, paper: string, answers: string, remark = '') =>
  castBallot(cycleId, aBallot(paper, answers, remark));
