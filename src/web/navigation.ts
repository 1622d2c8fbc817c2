import type { TFunction } from 'i18next';
import type { Actor, Role, TenantKind } from '../people/index.ts';

interface Place {
  readonly href: string;
  /** Key under `shared.nav`. */
  readonly label: string;
  readonly icon: string;
  /** Who sees it in the menu; visitors without sign-in see what has no roles. */
  readonly roles?: readonly Role[];
  /** Of whom it is: a community's pages are nothing to a street office; unsaid: of both. */
  readonly of?: TenantKind;
}

// In the order of the menu. A person sees each place once, whatever number of roles lead to it.
const PLACES: readonly Place[] = [
  { href: '/', label: 'home', icon: 'home' },
  { href: '/check-ins/new', label: 'report', icon: 'camera', roles: ['resident'] },
  { href: '/reviews', label: 'reviews', icon: 'check', roles: ['manager'] },
  {
    href: '/check-ins',
    label: 'checkIns',
    icon: 'list',
    roles: ['resident', 'manager', 'auditor'],
    of: 'community',
  },
  { href: '/activities', label: 'activities', icon: 'calendar', of: 'community' },
  {
    href: '/sheets',
    label: 'sheets',
    icon: 'edit',
    roles: ['manager', 'auditor'],
    of: 'community',
  },
  {
    href: '/proxies',
    label: 'proxies',
    icon: 'edit',
    roles: ['resident', 'manager'],
    of: 'community',
  },
  { href: '/counter', label: 'counter', icon: 'qr', roles: ['shopkeeper'] },
  { href: '/counter/cases', label: 'cases', icon: 'alert', roles: ['manager'], of: 'community' },
  { href: '/goods', label: 'goods', icon: 'gift', of: 'community' },
  {
    href: '/stock',
    label: 'stock',
    icon: 'box',
    roles: ['manager', 'shopkeeper', 'auditor'],
    of: 'community',
  },
  { href: '/redemptions', label: 'redemptions', icon: 'basket', roles: ['resident', 'shopkeeper'] },
  { href: '/me/transfers', label: 'statement', icon: 'ledger', roles: ['resident'] },
  {
    href: '/people',
    label: 'people',
    icon: 'people',
    roles: ['manager', 'administrator'],
    of: 'community',
  },
  {
    href: '/households',
    label: 'households',
    icon: 'home',
    roles: ['manager', 'administrator', 'auditor'],
    of: 'community',
  },
  {
    href: '/imports',
    label: 'imports',
    icon: 'download',
    roles: ['manager', 'auditor'],
    of: 'community',
  },
  { href: '/rules', label: 'rules', icon: 'star', of: 'community' },
  {
    href: '/staff',
    label: 'staff',
    icon: 'people',
    roles: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
    of: 'street',
  },
  {
    href: '/staff/scores',
    label: 'scores',
    icon: 'chart',
    roles: ['assessor', 'leader', 'auditor'],
    of: 'street',
  },
  { href: '/staff/score', label: 'score', icon: 'ledger', roles: ['staff'], of: 'street' },
  {
    href: '/staff/attendance',
    label: 'attendance',
    icon: 'calendar',
    roles: ['staff'],
    of: 'street',
  },
  {
    href: '/staff/evaluations',
    label: 'evaluations',
    icon: 'check',
    roles: ['assessor', 'leader', 'auditor', 'staff'],
    of: 'street',
  },
  {
    href: '/staff/reviews',
    label: 'staffReviews',
    icon: 'star',
    roles: ['staff', 'assessor', 'leader', 'auditor'],
    of: 'street',
  },
  {
    href: '/staff/rules',
    label: 'staffRules',
    icon: 'star',
    roles: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
    of: 'street',
  },
  {
    href: '/staff/duties',
    label: 'duties',
    icon: 'clock',
    roles: ['staff', 'assessor', 'leader', 'auditor'],
    of: 'street',
  },
  {
    href: '/staff/matters',
    label: 'matters',
    icon: 'shield',
    roles: ['staff', 'assessor', 'leader', 'auditor'],
    of: 'street',
  },
  {
    href: '/contests',
    label: 'contests',
    icon: 'alert',
    roles: ['manager', 'auditor'],
    of: 'community',
  },
  { href: '/postings', label: 'postings', icon: 'board' },
  { href: '/audit', label: 'audit', icon: 'shield', roles: ['auditor', 'administrator'] },
];

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly icon: string;
  readonly current: boolean;
}

/** The menu of a person, with the place where they are marked. */
export function navigationOf(actor: Actor | null, path: string, t: TFunction): NavigationItem[] {
  const tenant = actor?.community.kind ?? 'community';
  const places = PLACES.filter(
    ({ roles, of = tenant }) =>
      of === tenant && (!roles || roles.some((role) => actor?.roles.includes(role))),
  );
  const here = currentOf(places, path);
  return places.map(({ href, label, icon }) => ({
    href,
    label: t(`shared.nav.${label}`),
    icon,
    current: href === here,
  }));
}

/** The longest address that the path lies under. */
function currentOf(places: readonly Place[], path: string): string | undefined {
  return places
    .map(({ href }) => href)
    .filter((href) => path === href || (href !== '/' && path.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
