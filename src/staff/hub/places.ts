import type { Actor } from '../../people/index.ts';
import { mayReadStaff } from '../policy.ts';

/** A page of the office that the menu leaves out. */
export interface OfficePlace {
  readonly href: string;
  /** Key under `staff.hub.place`. */
  readonly key: string;
  readonly icon: string;
}

const CALENDAR = { href: '/staff/calendar', key: 'calendar', icon: 'calendar' };
const GUIDANCE = { href: '/staff/settings/guidance', key: 'guidance', icon: 'shield' };

/** How the office is set up, as far as the actor may see it. */
export const officePlaces = (actor: Actor, streetId: number): readonly OfficePlace[] =>
  mayReadStaff(actor, streetId)
    ? [
        { href: '/staff/members', key: 'members', icon: 'people' },
        { href: '/staff/departments', key: 'departments', icon: 'list' },
        CALENDAR,
        { href: '/staff/settings', key: 'settings', icon: 'settings' },
        GUIDANCE,
      ]
    : [CALENDAR, GUIDANCE];
