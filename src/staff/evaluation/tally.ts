/** What the published ballots of a cycle say of each person. Pure. */

export const GROUP_KINDS = ['leaders', 'colleagues', 'representatives'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/**
 * An answer as one character of a ballot: 4 好, 3 较好, 2 一般, 1 较差, 0 不了解. A ballot is the
 * answers of one person after another, so that all ballots of a set have one length.
 */
export const UNKNOWN = '0';
const WORTH: Readonly<Record<string, number>> = { '4': 100, '3': 80, '2': 60, '1': 40 };

/** The ballots of one set: who is on them, in their order, and the answers of each. */
export interface SetBallots {
  readonly group: GroupKind;
  readonly rated: readonly number[];
  readonly ballots: readonly string[];
}

export interface Weighed {
  readonly kind: GroupKind;
  readonly weight: number;
}

/** What a group says of a person; null where it is hidden. All in hundredths of 0 to 100. */
export interface GroupFigure extends Weighed {
  readonly score: number | null;
  readonly questions: readonly (number | null)[];
}

export interface PersonFigure {
  readonly personId: number;
  /** Of the groups that are shown, by their weights among themselves; null when none is. */
  readonly score: number | null;
  readonly groups: readonly GroupFigure[];
}

export interface Rules {
  readonly questions: number;
  readonly groups: readonly Weighed[];
  /** Ballots below which nothing is shown. */
  readonly ballotsMin: number;
}

/**
 * The figures of everybody who is on a ballot. What is hidden enters no figure that is shown: a
 * question needs so many answers that count, a group's score is made of its questions that are shown,
 * and a person's of their groups that are. So nothing hidden can be found by subtraction.
 */
export function figuresOf(sets: readonly SetBallots[], rules: Rules): PersonFigure[] {
  const people = [...new Set(sets.flatMap(({ rated }) => rated))];
  return people.map((personId) => {
    const groups = rules.groups.map((group) => groupFigure(personId, group, sets, rules));
    return { personId, groups, score: weighted(groups) };
  });
}

function groupFigure(
  personId: number,
  group: Weighed,
  sets: readonly SetBallots[],
  { questions, ballotsMin }: Rules,
): GroupFigure {
  const own = sets.filter(
    ({ group: kind, rated }) => kind === group.kind && rated.includes(personId),
  );
  const averages = Array.from({ length: questions }, (_, question) => {
    const worths = own.flatMap(({ rated, ballots }) => {
      const place = rated.indexOf(personId) * questions + question;
      return ballots.flatMap((answers) => WORTH[answers[place] ?? UNKNOWN] ?? []);
    });
    return worths.length < ballotsMin ? null : mean(worths);
  });
  const shown = averages.filter((one) => one !== null);
  const score = shown.length === 0 ? null : hundredths(mean(shown));
  return { ...group, score, questions: averages.map((one) => one && hundredths(one)) };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const hundredths = (score: number): number => Math.round(score * 100);

function weighted(groups: readonly GroupFigure[]): number | null {
  const shown = groups.filter(({ score, weight }) => score !== null && weight > 0);
  const weights = shown.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  return Math.round(
    shown.reduce((sum, { score, weight }) => sum + (score ?? 0) * weight, 0) / weights,
  );
}
