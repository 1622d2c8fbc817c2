import type { Transaction } from '../base/db.ts';
import type { Week } from '../base/period.ts';
import type { Community } from '../people/index.ts';
import { settingsOf } from '../staff/index.ts';
import { residentFigures, residentWeek } from './content.ts';
import type { Line, WeekContent } from './content.ts';
import { staffFigures, staffWeek } from './staff-week.ts';

/** What a posting tells of: a week of residents, a week of staff, or the proposals of a year. */
export const KINDS = ['resident', 'staff', 'annual'] as const;
export type PostingKind = (typeof KINDS)[number];

/** What weekly postings do each in their own way. */
export interface WeeklyKind {
  readonly kind: Exclude<PostingKind, 'annual'>;
  readonly contentOf: (tenantId: number, week: Week, tx?: Transaction) => Promise<WeekContent>;
  /** What of a line can be held against the ledger; null when nothing can. */
  readonly figuresOf: (line: Line) => string | null;
  readonly windowDaysOf: (tenant: Community, tx: Transaction) => Promise<number>;
}

const RESIDENT: WeeklyKind = {
  kind: 'resident',
  contentOf: residentWeek,
  figuresOf: residentFigures,
  windowDaysOf: ({ postingWindowDays }) => Promise.resolve(postingWindowDays),
};

const STAFF: WeeklyKind = {
  kind: 'staff',
  contentOf: staffWeek,
  figuresOf: staffFigures,
  windowDaysOf: async ({ id }, tx) => (await settingsOf(id, tx)).postingWindowDays,
};

/** The weekly kind of a tenant: a community posts its residents, a street office its staff. */
export const weeklyKindOf = ({ kind }: Pick<Community, 'kind'>): WeeklyKind =>
  kind === 'street' ? STAFF : RESIDENT;

/** The weekly kind by its name; none for the proposals of a year. */
export const weeklyKind = (kind: string): WeeklyKind | undefined =>
  [RESIDENT, STAFF].find((one) => one.kind === kind);
