import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { TIERS_MAX } from './checking.ts';
import type { NewRule } from './checking.ts';
import { PARTS } from './queries.ts';
import type { Part, PartLimit, Tier } from './queries.ts';

const POINTS_MAX = 100;
const MONTH_POINTS_MAX = 1_000;
const MINUTES_MAX = 120;
const TIMES_MAX = 31;

const name = Joi.string().trim().max(60).required().label('setName');
const plannedFrom = dayField.required().label('setFrom');
const points = Joi.number().integer().min(-POINTS_MAX).max(POINTS_MAX).empty('').label('setPoints');

/** What a set is called, and the day that its maker has in mind for it. */
export interface NewDraft {
  readonly name: string;
  readonly effectiveFrom: Day;
}

export const draftForm = Joi.object<NewDraft, true>({ name, effectiveFrom: plannedFrom });

type LimitField = `floor-${Part}` | `cap-${Part}`;

/** The head of a draft and the limits of its parts, as one form gives them. */
export type DraftDetails = NewDraft & Partial<Record<LimitField, number>>;

const limit = Joi.number().integer().empty('');
const limitFields = PARTS.flatMap((part) => [
  [`floor-${part}`, limit.min(-MONTH_POINTS_MAX).max(0).label('monthFloor')],
  [`cap-${part}`, limit.min(0).max(MONTH_POINTS_MAX).label('monthCap')],
]);

export const detailsForm = Joi.object<DraftDetails>({
  name,
  effectiveFrom: plannedFrom,
  ...(Object.fromEntries(limitFields) as Record<LimitField, Joi.NumberSchema>),
});

/** The limits that the form names. */
export const limitsIn = (details: DraftDetails): PartLimit[] =>
  PARTS.map((part) => ({
    part,
    floor: details[`floor-${part}`] ?? null,
    cap: details[`cap-${part}`] ?? null,
  }));

/** The limits in the fields of the form. */
export const limitValues = (limits: readonly PartLimit[]): Record<string, number | null> =>
  Object.fromEntries(
    limits.flatMap(({ part, floor, cap }) => [
      [`floor-${part}`, floor],
      [`cap-${part}`, cap],
    ]),
  );

const ROWS = Array.from({ length: TIERS_MAX }, (_, index) => index + 1);

type TierField = `from${number}` | `points${number}`;

/** A rule as its form gives it: a tier is a pair of fields. */
export type RuleValues = Required<Omit<NewRule, 'tiers'>> & Partial<Record<TierField, number>>;

const tierFields = ROWS.flatMap((row) => [
  [`from${row}`, Joi.number().integer().min(1).max(TIMES_MAX).empty('').label('tierFrom')],
  [`points${row}`, points.label('tierPoints')],
]);

export const ruleForm = Joi.object<RuleValues>({
  code: Joi.string()
    .trim()
    .max(30)
    .pattern(/^[a-z][a-z0-9-]*$/)
    .required()
    .label('setCode'),
  part: Joi.string()
    .valid(...PARTS)
    .required(),
  name: Joi.string().trim().max(60).required().label('setRuleName'),
  points: points.required(),
  graceMinutes: Joi.number().integer().min(0).max(MINUTES_MAX).empty('').default(0),
  source: Joi.string().trim().max(120).allow('').default(''),
  ...(Object.fromEntries(tierFields) as Record<TierField, Joi.NumberSchema>),
});

/** The rule of a form. Refuses `tier-half` and `tier-gap` at the field that is missing. */
export function ruleIn({ code, part, name, points, graceMinutes, source, ...rest }: RuleValues) {
  const tiers: Tier[] = [];
  for (const row of ROWS) {
    const [from, worth] = [rest[`from${row}`], rest[`points${row}`]];
    if (from === undefined && worth === undefined) continue;
    if (from === undefined) throw new Refusal('invalid', 'tier-half', {}, `from${row}`);
    if (worth === undefined) throw new Refusal('invalid', 'tier-half', {}, `points${row}`);
    if (tiers.length + 1 < row) {
      throw new Refusal('invalid', 'tier-gap', {}, `from${tiers.length + 1}`);
    }
    tiers.push({ from, points: worth });
  }
  return { code, part, name, points, graceMinutes, source, tiers } satisfies NewRule;
}

/** A rule in the fields of its form. */
export const ruleValues = ({ tiers = [], ...rule }: NewRule): Record<string, unknown> => ({
  ...rule,
  ...Object.fromEntries(
    tiers.flatMap(({ from, points: worth }, index) => [
      [`from${index + 1}`, from],
      [`points${index + 1}`, worth],
    ]),
  ),
});

/** Why and from when a draft is put in force, and what its reader had before them. */
export interface Adoption {
  readonly effectiveFrom: Day;
  readonly reason: string;
  /** The digest of the draft as it was read. */
  readonly seen: string;
}

export const adoptionForm = Joi.object<Adoption, true>({
  effectiveFrom: dayField.required().label('setFrom'),
  reason: Joi.string().trim().max(200).required(),
  seen: Joi.string().hex().length(64).required(),
});
