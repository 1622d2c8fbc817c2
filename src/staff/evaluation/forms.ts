import Joi from 'joi';
import { isQuarter } from '../../base/period.ts';
import type { Quarter } from '../../base/period.ts';
import { REMARK_MAX } from './box.ts';
import { GROUP_KINDS } from './tally.ts';
import type { GroupKind } from './tally.ts';

const ID_MAX = 2_147_483_647;
const QUESTIONS_MAX = 8;
const QUESTION_LENGTH_MAX = 30;

const idField = Joi.number().integer().min(1).max(ID_MAX);
const weightField = Joi.number().integer().min(0).max(100).required();

/** A cycle as an assessor sets it down. */
export interface NewCycle {
  readonly title: string;
  readonly quarter: Quarter;
  /** One a line. */
  readonly questions: string;
  readonly takesRemarks: boolean;
  readonly leaders: number;
  readonly colleagues: number;
  readonly representatives: number;
  /** Departments whose people are rated, and those whose people vote as colleagues. */
  readonly ratedIn: number[];
  readonly votingIn: number[];
}

export const questionsIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const cycleForm = Joi.object<NewCycle, true>({
  title: Joi.string().trim().max(60).required().label('evaluationTitle'),
  quarter: Joi.string()
    .custom((text: string, helpers) => (isQuarter(text) ? text : helpers.error('any.invalid')))
    .required(),
  questions: Joi.string()
    .trim()
    .max(400)
    .required()
    .custom((text: string, helpers) => {
      const lines = questionsIn(text);
      const fits =
        lines.length <= QUESTIONS_MAX && lines.every(({ length }) => length <= QUESTION_LENGTH_MAX);
      return fits ? text : helpers.error('questions.fit');
    }),
  takesRemarks: Joi.boolean().truthy('on').default(false),
  leaders: weightField,
  colleagues: weightField,
  representatives: weightField,
  ratedIn: Joi.array().items(idField).single().max(200).required(),
  votingIn: Joi.array().items(idField).single().max(200).default([]),
});

export interface RosterEntry {
  readonly personId: number;
}

export const rosterForm = Joi.object<RosterEntry, true>({ personId: idField.required() });

export const voterForm = Joi.object<RosterEntry & { group: GroupKind }, true>({
  personId: idField.required(),
  group: Joi.string()
    .valid(...GROUP_KINDS)
    .required()
    .label('raterGroup'),
});

export const residentSearchForm = Joi.object<{ q: string }, true>({
  q: Joi.string().normalize('NFKC').trim().max(40).required(),
});

export const castingForm = Joi.object<{ leaveOut: boolean }, true>({
  leaveOut: Joi.boolean().truthy('on').default(false),
});

export const SLIPS_MAX = 60;

export const slipsForm = Joi.object<{ set: number; count: number }, true>({
  set: idField.required().label('ballotSet'),
  count: Joi.number().integer().min(1).max(SLIPS_MAX).required().label('slipCount'),
});

export const signatureForm = Joi.object<{ blinded: string }, true>({
  blinded: Joi.string().base64({ urlSafe: true, paddingRequired: false }).max(1000).required(),
});

const paperField = Joi.string().normalize('NFKC').trim().max(1000).required();

export const paperForm = Joi.object<{ paper: string }, true>({ paper: paperField });

/** A ballot as its form sends it: `a0`, `a1`, … in the order of the ballot. */
export type BallotForm = Readonly<Record<string, string>> & {
  readonly paper: string;
  readonly remark: string;
};

export const ballotForm = Joi.object<BallotForm>({
  paper: paperField,
  remark: Joi.string().trim().max(REMARK_MAX).allow('').default(''),
}).pattern(/^a\d{1,4}$/, Joi.string().valid('0', '1', '2', '3', '4'));

/** A form of nothing but its button. */
export const emptyForm = Joi.object<object>({});
