import type { Actor, Role } from '../../../src/people/index.ts';
import {
  askForCertificate,
  issueCertificate,
  readableCertificate,
  withdrawCertificate,
} from '../../../src/volunteering/index.ts';
import { asked } from '../../factories.ts';

/** What the parts of a certificate's addresses may be. */
export interface SettledCertificates {
  readonly certificate: number;
  readonly code: string;
}

const SPAN = { from: '2026-01-01', to: '2026-12-31' };

/** The resident has two, one of them withdrawn, and asks for a third. */
export async function settledCertificates(
  people: Readonly<Record<Role | 'neighbour', Actor>>,
): Promise<SettledCertificates> {
  const { manager, resident } = people;
  const issue = () => issueCertificate(manager, resident.personId, SPAN, asked(manager));
  const { id } = await issue();
  await withdrawCertificate(manager, id, '日期有误，重新开具', asked(manager));
  const second = await issue();
  await askForCertificate(resident, SPAN, asked(resident));
  const { code } = await readableCertificate(manager, second.id);
  return { certificate: second.id, code };
}
