import sql from 'sql-template-tag';
import { row } from '../../../src/base/db.ts';
import type { Actor } from '../../../src/people/index.ts';
import type { NewIncident, Part } from '../../../src/staff/index.ts';

const PART_OF: Readonly<Record<string, Part>> = {
  'duty-missed': 'duty',
  'duty-covered': 'duty',
  'meeting-late': 'discipline',
  'key-led': 'key-work',
};

/** That something happened to a person on a day, under a rule of the test rules. */
export const fact = (
  { personId }: Actor,
  day: string,
  ruleCode: string,
  key = `${ruleCode}:${day}`,
): NewIncident => ({
  personId,
  part: PART_OF[ruleCode] ?? 'attendance',
  ruleCode,
  occurredOn: day,
  key: `${key}:${personId}`,
  subject: 'test:1',
  enteredById: null,
});

/** The incident of a key; 0 where there is none. */
export const incidentOf = async (key: string): Promise<number> =>
  (await row<{ id: number }>(sql`SELECT id FROM score_incidents WHERE key = ${key}`))?.id ?? 0;
