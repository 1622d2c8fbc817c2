import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Feed } from './feed.ts';

/** The words of a calendar in its reader's language, and where it leads back to. */
export interface FeedWords {
  readonly calendar: string;
  readonly dutyOf: (shift: string) => string;
  readonly origin: string;
}

const HOUR_SECONDS = 3_600;

/**
 * A feed as iCalendar text. Times are written in UTC, so that every calendar shows the right ones
 * whatever it knows of time zones. A duty keeps its UID; each of its versions has the next sequence,
 * and one that is no longer one's own is cancelled.
 */
export function icalOf({ streetId, personId, duties }: Feed, words: FeedWords): string {
  const calendar = ical({
    name: words.calendar,
    prodId: { company: 'jifenbu', product: 'duties' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: HOUR_SECONDS,
  });
  for (const duty of duties) {
    calendar.createEvent({
      id: `duty-${duty.id}-${personId}@street-${streetId}.jifenbu`,
      sequence: duty.versions - 1,
      status: duty.isOwn ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      start: new Date(duty.startsAt),
      end: new Date(duty.endsAt),
      stamp: new Date(duty.changedAt),
      lastModified: new Date(duty.changedAt),
      summary: words.dutyOf(duty.shift),
      url: `${words.origin}/staff/duties/${duty.id}`,
    });
  }
  return calendar.toString();
}
