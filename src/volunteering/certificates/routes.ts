import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { declineRequest } from './declining.ts';
import { checkForm, pageQuery, spanForm, withdrawalForm } from './forms.ts';
import { askForCertificate, issueAsked, issueCertificate } from './issuing.ts';
import { certificatePage, checkedPage, checkPage, registerPage, servicePage } from './pages.ts';
import { withdrawCertificate } from './withdrawal.ts';
import { certificateColumns, serviceColumns } from '../columns.ts';

/** Hours of service, one's own or a person's. */
const serviceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/service',
    door: ['resident'],
    summary: 'One’s own service hours, where each came from, and one’s certificates',
    columns: serviceColumns,
    query: pageQuery,
    handle: ({ actor, query }) => servicePage(actor, actor.personId, query.before),
  }),
  route({
    method: 'post',
    path: '/me/certificates',
    door: ['resident'],
    summary: 'Ask for a certificate of one’s service',
    form: spanForm,
    again: ({ actor }) => servicePage(actor, actor.personId),
    handle: async ({ actor, values, command }) => {
      const request = await askForCertificate(actor, values, command);
      return created('/me/service', { request }, 'certificates.said.asked');
    },
  }),
  route({
    method: 'get',
    path: '/people/:id/service',
    door: ['manager', 'auditor'],
    summary: 'A person’s service hours and certificates',
    columns: serviceColumns,
    query: pageQuery,
    handle: ({ actor, id, query }) => servicePage(actor, id, query.before),
  }),
  route({
    method: 'post',
    path: '/people/:id/certificates',
    door: ['manager'],
    summary: 'Issue a certificate of a person’s service',
    form: spanForm,
    again: ({ actor, id }) => servicePage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const certificate = await issueCertificate(actor, id, values, command);
      return created(`/certificates/${certificate.id}`, { certificate }, ISSUED);
    },
  }),
];

const ISSUED = 'certificates.said.issued';

/** What anybody does who is shown a certificate. */
const checkRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/certificates/check',
    door: 'public',
    summary: 'Where the code of a certificate is typed',
    handle: checkPage,
  }),
  route({
    method: 'post',
    path: '/certificates/checks',
    door: 'public',
    summary: 'Whether the certificate of a code is valid, withdrawn or unknown',
    keyless: true,
    form: checkForm,
    again: checkPage,
    handle: ({ values }) => checkedPage(values.code),
  }),
  route({
    method: 'get',
    path: '/certificates/check/:code',
    door: 'public',
    summary: 'The same, by the address in its QR code',
    secret: 'code',
    handle: ({ word }) => checkedPage(word('code')),
  }),
];

export const certificateRoutes: readonly Route[] = [
  ...serviceRoutes,
  ...checkRoutes,
  route({
    method: 'get',
    path: '/certificates',
    door: ['manager', 'auditor'],
    summary: 'The register of certificates, and who waits for one',
    columns: certificateColumns,
    query: pageQuery,
    handle: ({ actor, query }) => registerPage(actor, query.before),
  }),
  route({
    method: 'post',
    path: '/certificates/requests/:id/issue',
    door: ['manager'],
    summary: 'Issue the certificate that somebody asked for',
    handle: async ({ actor, id, command }) => {
      const certificate = await issueAsked(actor, id, command);
      return created(`/certificates/${certificate.id}`, { certificate }, ISSUED);
    },
  }),
  route({
    method: 'post',
    path: '/certificates/requests/:id/refusal',
    door: ['manager'],
    summary: 'Decline what somebody asked for, with a reason',
    form: withdrawalForm,
    again: ({ actor }) => registerPage(actor),
    handle: async ({ actor, id, values, command }) => {
      const request = await declineRequest(actor, id, values.reason, command);
      return done('/certificates', { request }, 'certificates.said.declined');
    },
  }),
  route({
    method: 'get',
    path: '/certificates/:id',
    door: ['resident', 'manager', 'auditor'],
    summary: 'A certificate, to print on A4',
    handle: ({ actor, id, origin }) => certificatePage(actor, id, origin),
  }),
  route({
    method: 'post',
    path: '/certificates/:id/withdrawal',
    door: ['manager'],
    summary: 'Withdraw a certificate',
    form: withdrawalForm,
    again: ({ actor, id, origin }) => certificatePage(actor, id, origin),
    handle: async ({ actor, id, values, command }) => {
      const certificate = await withdrawCertificate(actor, id, values.reason, command);
      return done(`/certificates/${id}`, { certificate }, 'certificates.said.withdrawn');
    },
  }),
];
