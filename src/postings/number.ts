import type { Week } from '../base/period.ts';
import type { Community } from '../people/index.ts';

// A document's number is in Chinese whatever language the reader has chosen.

type Poster = Pick<Community, 'kind' | 'shortName'>;

export const yearOf = (period: string): number => Number(period.slice(0, 4));
export const weekNumberOf = (week: Week): number => Number(week.slice(6));

/** 伏波岭〔2026〕第47周; of a street office 下东〔2026〕考核第47周. */
export const weekTitle = ({ kind, shortName }: Poster, week: Week): string =>
  `${shortName}〔${yearOf(week)}〕${kind === 'street' ? '考核' : ''}第${weekNumberOf(week)}周`;

/** 下东〔2026〕年度考核第1号. */
export const yearTitle = ({ shortName }: Poster, year: number, turn: number): string =>
  `${shortName}〔${year}〕年度考核第${turn}号`;
