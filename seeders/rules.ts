import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at, nextQuarter, quarterDays, quarterOfDay } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  addRule,
  adoptDraft,
  changeDetails,
  changeRule,
  digestOf,
  makeDraft,
  wholeSet,
} from '../src/staff/index.ts';
import type { NewRule } from '../src/staff/index.ts';
import type { StreetCast } from './street.ts';

/** The demo changes its rules twelve days before the quarter in which they begin. */
const DAYS_BEFORE = 12;

const asked = ({ personId }: Actor): Command => ({ personId, key: newKey() });

const actorOf = async ({ named }: StreetCast, signInName: string): Promise<Actor> =>
  (await findActor(named.get(signInName) ?? 0)) as Actor;

/** Revises the rules before the quarter of a day: drafted by an assessor, adopted by the leader. */
export async function reviseRules(cast: StreetCast, end: Day): Promise<void> {
  const [maker, leader] = [await actorOf(cast, 'assessor'), await actorOf(cast, 'leader')];
  const effectiveFrom = quarterDays(quarterOfDay(end)).from;
  setClock(at(addDays(effectiveFrom, -DAYS_BEFORE), '16:20'));
  const wish = { name: '积分考核细则（修订）', effectiveFrom };
  const { id } = await makeDraft(maker, cast.streetId, wish, asked(maker));
  const tiers = [
    { from: 3, points: -1 },
    { from: 4, points: -2 },
  ];
  await revise(maker, id, 'late', { tiers, source: '干部职工大会讨论；每月前两次不扣为默认' });
  await revise(maker, id, 'meeting-absent', { points: -3, source: '干部职工大会讨论' });
  const seen = digestOf(await wholeSet(id));
  const reason = '上季度同一个人月内多次迟到偏多，经干部职工大会讨论修订。';
  await adoptDraft(leader, id, { effectiveFrom, reason, seen }, asked(leader));
}

/** Leaves a draft that can be compared and rehearsed. */
export async function draftNextRules(cast: StreetCast, end: Day): Promise<void> {
  const maker = await actorOf(cast, 'assessor2');
  const effectiveFrom = quarterDays(nextQuarter(quarterOfDay(end))).from;
  const head = { name: '积分考核细则（下季度草案）', effectiveFrom };
  const { id } = await makeDraft(maker, cast.streetId, head, asked(maker));
  await revise(maker, id, 'late', { tiers: [{ from: 2, points: -1 }], source: '征求意见稿' });
  await revise(maker, id, 'early', { points: -2, source: '征求意见稿' });
  await addRule(maker, id, NIGHT_DUTY, asked(maker));
  const limits = [
    { part: 'attendance', floor: -8, cap: null },
    { part: 'key-work', floor: null, cap: 15 },
  ] as const;
  await changeDetails(maker, id, head, limits, asked(maker));
}

const NIGHT_DUTY: NewRule = {
  code: 'duty-night',
  part: 'duty',
  name: '节假日夜间值班',
  points: 2,
  source: '征求意见稿',
};

async function revise(
  maker: Actor,
  setId: number,
  code: string,
  over: Partial<NewRule>,
): Promise<void> {
  const rule = (await wholeSet(setId)).rules.find((one) => one.code === code);
  if (!rule) throw new Error(`the rules know no ${code}`);
  const { id, ...kept } = rule;
  await changeRule(maker, setId, id, { ...kept, ...over }, asked(maker));
}
