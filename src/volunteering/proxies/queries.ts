import sql from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import type { State } from '../models.ts';
import type { ConsentWay } from './forms.ts';

/** How a person agreed to a proxy entry. */
export interface Consent {
  readonly way: ConsentWay;
  readonly givenOn: Day;
}

/** The consent to a check-in; null for what was not entered by proxy. */
export const consentTo = (checkInId: number): Promise<Consent | null> =>
  row<Consent>(
    sql`SELECT way, given_on AS "givenOn" FROM check_in_consents WHERE check_in_id = ${checkInId}`,
  );

/** What somebody entered for another person, in a line. */
export interface ProxyEntry {
  readonly id: number;
  readonly name: string;
  readonly rule: string;
  readonly occurredOn: Day;
  readonly state: State;
}

const LISTED = 50;

/** The last fifty proxy entries of a person, the newest first. */
export const proxyEntriesBy = (witnessId: number): Promise<ProxyEntry[]> =>
  rows<ProxyEntry>(
    sql`SELECT c.id, p.name, v.name AS rule, c.occurred_on AS "occurredOn", c.state
          FROM check_in_consents k
          JOIN check_ins c ON c.id = k.check_in_id
          JOIN persons p ON p.id = c.person_id
          JOIN rule_versions v ON v.id = c.rule_version_id
         WHERE k.witness_id = ${witnessId} ORDER BY k.id DESC LIMIT ${LISTED}`,
  );
