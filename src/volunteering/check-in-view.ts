import sql, { join } from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day } from '../base/period.ts';
import type { Actor } from '../people/index.ts';
import { earningsAlone } from './caps.ts';
import type { Earning } from './caps.ts';
import type { CapPeriod, CheckInRow, State } from './models.ts';
import { mayReadCommunity } from './policy.ts';

/** A photo by its addresses; what the camera's clock said is for reviewers. */
export interface PhotoView {
  readonly id: number;
  readonly full: string;
  readonly thumb: string;
  readonly width: number;
  readonly height: number;
  readonly capturedAt?: string | null;
}

/** Something about a photo that a reviewer should look at; never a reason by itself. */
export interface FlagView {
  readonly kind: 'exact' | 'near' | 'capture-day';
  readonly photoId: number;
  /** The check-in that the other photo belongs to, with its person and state. */
  readonly checkInId?: number;
  readonly otherPhotoId?: number;
  readonly otherPerson?: string;
  readonly otherState?: State;
  readonly otherOccurredOn?: Day;
  readonly capturedAt?: string;
}

/** A check-in as pages and JSON show it. */
export interface CheckInView {
  readonly id: number;
  readonly state: State;
  /** Awarded, or what it would earn while it is undecided. */
  readonly points: number;
  readonly person: { readonly id: number; readonly name: string };
  /** Who entered it for the person; null: the person. */
  readonly enteredBy: { readonly id: number; readonly name: string } | null;
  readonly rule: {
    readonly id: number;
    readonly code: string;
    readonly name: string;
    readonly unit: string;
    readonly points: number;
    readonly version: number;
  };
  readonly quantity: number;
  readonly occurredOn: Day;
  readonly place: string;
  readonly note: string;
  readonly submittedAt: Instant;
  readonly photos: readonly PhotoView[];
  readonly decision: {
    readonly state: State;
    readonly by: string | null;
    readonly at: Instant;
    readonly reason: string | null;
  } | null;
  readonly capped: CapPeriod | null;
  readonly reversedAt: Instant | null;
  readonly flags?: readonly FlagView[];
}

/** Check-ins as this actor may see them, in a fixed number of statements however many they are. */
export async function checkInViews(
  actor: Actor,
  checkIns: readonly CheckInRow[],
  tx?: Transaction,
  known?: ReadonlyMap<number, Earning>,
): Promise<CheckInView[]> {
  if (checkIns.length === 0) return [];
  const undecided = checkIns.filter(isUndecided);
  const reviewed = checkIns.filter(({ communityId }) => mayReadCommunity(actor, communityId));
  const ids = checkIns.map(({ id }) => id);
  const photos = await photosOf(ids, tx);
  const flags = reviewed.length > 0 && photos.length > 0 ? await flagsOf(ids, tx) : [];
  const earnings = known ?? (await earningsAlone(undecided, tx));
  return checkIns.map((one) => {
    const own = photos.filter(({ checkInId }) => checkInId === one.id);
    const isReviewer = reviewed.includes(one);
    return {
      ...viewOf(one, earnings.get(one.id)),
      photos: own.map((photo) => photoView(photo, isReviewer)),
      ...(isReviewer ? { flags: flagViews(one, own, flags) } : {}),
    };
  });
}

const isUndecided = ({ state }: CheckInRow): boolean =>
  state === 'submitted' || state === 'returned';

function viewOf(one: CheckInRow, earning: Earning | undefined): Omit<CheckInView, 'photos'> {
  const { id, code, name, unit, points, versionId } = one.rule;
  const open = isUndecided(one) ? earning : undefined;
  return {
    id: one.id,
    state: one.state,
    points: open?.points ?? one.points ?? 0,
    person: { id: one.personId, name: one.personName },
    enteredBy:
      one.enteredById === one.personId ? null : { id: one.enteredById, name: one.enteredByName },
    rule: { id, code, name, unit, points, version: versionId },
    quantity: one.quantity,
    occurredOn: one.occurredOn,
    place: one.place,
    note: one.note,
    submittedAt: one.submittedAt,
    decision:
      one.decidedAt === null
        ? null
        : { state: one.state, by: one.decidedByName, at: one.decidedAt, reason: one.reason },
    capped: open?.capped ?? one.capped,
    reversedAt: one.reversedAt,
  };
}

interface PhotoRow {
  id: number;
  checkInId: number;
  width: number;
  height: number;
  capturedAt: string | null;
}

const photosOf = (checkInIds: readonly number[], tx?: Transaction): Promise<PhotoRow[]> =>
  rows<PhotoRow>(
    sql`SELECT id, check_in_id AS "checkInId", width, height, captured_at AS "capturedAt"
          FROM photos WHERE check_in_id IN (${join([...checkInIds])}) AND replaced_at IS NULL
         ORDER BY id`,
    tx,
  );

const photoView = (photo: PhotoRow, isReviewer: boolean): PhotoView => ({
  id: photo.id,
  full: `/photos/${photo.id}`,
  thumb: `/photos/${photo.id}/thumb`,
  width: photo.width,
  height: photo.height,
  ...(isReviewer ? { capturedAt: photo.capturedAt } : {}),
});

interface FlagRow {
  photoId: number;
  kind: 'exact' | 'near';
  otherPhotoId: number;
  checkInId: number;
  otherPerson: string;
  otherState: State;
  otherOccurredOn: Day;
}

const flagsOf = (checkInIds: readonly number[], tx?: Transaction): Promise<FlagRow[]> =>
  rows<FlagRow>(
    sql`SELECT f.photo_id AS "photoId", f.kind, f.other_photo_id AS "otherPhotoId",
               c.id AS "checkInId", p.name AS "otherPerson", c.state AS "otherState",
               c.occurred_on AS "otherOccurredOn"
          FROM photos mine
          JOIN photo_flags f ON f.photo_id = mine.id
          JOIN photos other ON other.id = f.other_photo_id
          JOIN check_ins c ON c.id = other.check_in_id
          JOIN persons p ON p.id = c.person_id
         WHERE mine.check_in_id IN (${join([...checkInIds])}) AND mine.replaced_at IS NULL
         ORDER BY f.photo_id, f.kind, f.distance, f.id`,
    tx,
  );

/** The stored flags of its photos, and those whose capture day is not the day that was claimed. */
function flagViews(
  one: CheckInRow,
  photos: readonly PhotoRow[],
  flags: readonly FlagRow[],
): FlagView[] {
  const own = new Set(photos.map(({ id }) => id));
  const otherDay = photos.flatMap<FlagView>(({ id, capturedAt }) =>
    capturedAt !== null && !capturedAt.startsWith(one.occurredOn)
      ? [{ kind: 'capture-day', photoId: id, capturedAt }]
      : [],
  );
  return [...flags.filter(({ photoId }) => own.has(photoId)), ...otherDay];
}
