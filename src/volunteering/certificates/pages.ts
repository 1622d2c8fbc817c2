import { today } from '../../base/period.ts';
import { qrOf } from '../../base/qr.ts';
import { found } from '../../base/refusal.ts';
import { maskedName, personById } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayReadCommunity } from '../policy.ts';
import { serviceOf } from '../service.ts';
import { groupedCode, typedCode } from './content.ts';
import { checkForm, spanForm, withdrawalForm } from './forms.ts';
import { mayIssue } from './policy.ts';
import {
  certificateByCode,
  certificatesOf,
  lastDeclined,
  openRequests,
  readableCertificate,
  serviceEntries,
} from './queries.ts';

/** Somebody's service and certificates: one's own, or a person's of one's community. */
export async function servicePage(
  actor: Actor,
  personId: number,
  before?: number,
): Promise<Answer> {
  const person = await personById(personId);
  const isOwn = actor.personId === personId;
  const known = found(
    person && (isOwn || mayReadCommunity(actor, person.communityId)) ? person : null,
    'person',
  );
  const [entries, sums, certificates, requests] = await Promise.all([
    serviceEntries(personId, before),
    serviceOf(personId),
    certificatesOf({ personId }),
    openRequests({ personId }),
  ]);
  const declined = requests.length === 0 ? await lastDeclined(personId) : null;
  const values = { from: `${today().slice(0, 4)}-01-01`, to: today() };
  const only = {
    isOwn,
    mayIssue: mayIssue(actor, known),
    certificates: certificates.items,
    requests,
    declined,
    person: { id: known.id, name: known.name },
  };
  const data = { ...entries, service: sums };
  return page('certificates/service', data, { form: spanForm, values, only });
}

export async function registerPage(actor: Actor, before?: number): Promise<Answer> {
  const { communityId } = actor;
  const [certificates, requests] = await Promise.all([
    certificatesOf({ communityId }, before),
    openRequests({ communityId }),
  ]);
  const mayKeep = actor.roles.includes('manager');
  const shown = requests.map((one) => ({
    ...one,
    mayIssue: mayKeep && mayIssue(actor, { id: one.personId, communityId }),
  }));
  return page('certificates/index', { ...certificates, requests: shown });
}

export async function certificatePage(actor: Actor, id: number, origin: string): Promise<Answer> {
  const certificate = await readableCertificate(actor, id);
  const { personId, communityId, code } = certificate;
  const address = `${origin}/certificates/check/${code}`;
  const only = {
    address: `${origin}/certificates/check`,
    shownCode: groupedCode(code),
    qr: qrOf(address),
    isOwn: personId === actor.personId,
    mayWithdraw: !certificate.withdrawnAt && mayIssue(actor, { id: personId, communityId }),
  };
  return page('certificates/show', { certificate }, { form: withdrawalForm, only });
}

export const checkPage = (): Promise<Answer> =>
  Promise.resolve(page('certificates/check', { checked: null }, { form: checkForm }));

/** Whether a certificate is valid; of the person no more than tells it from another's. */
export async function checkedPage(code: string): Promise<Answer> {
  const one = await certificateByCode(typedCode(code));
  const checked = one
    ? {
        state: one.withdrawnAt ? 'withdrawn' : 'valid',
        ...{ year: one.year, serial: one.serial, issuer: one.issuer, issuedOn: one.issuedOn },
        name: one.erasedAt ? one.name : maskedName(one.name),
        minutes: one.minutes,
      }
    : { state: 'unknown' };
  return page('certificates/check', { checked }, { form: checkForm });
}
