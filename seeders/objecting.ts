import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at } from '../src/base/period.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import { decideObjection, latestPostings, makeObjection } from '../src/postings/index.ts';
import type { PostingRow } from '../src/postings/index.ts';
import type { Players } from './history.ts';
import type { StreetCast } from './street.ts';

const asking = ({ personId }: Actor): Command => ({ personId, key: newKey() });

/** Sets the clock to a moment of a posting's window, or to the end of the demo when that is earlier. */
function setClockTo({ opensOn }: PostingRow, days: number, time: string, end: string): void {
  const moment = at(addDays(opensOn, days), time);
  setClock(moment < end ? moment : end);
}

const objection = async (by: Actor, posting: PostingRow, reasons: string): Promise<number> =>
  (await makeObjection(by, posting.id, { personId: by.personId, reasons }, [], asking(by))).id;

/**
 * Leaves objections to the postings of last week: of residents one that was decided and one that
 * waits, of the staff one that waits.
 */
export async function objectToPostings(
  { residents, managers }: Players,
  { streetId, named }: StreetCast,
  end: string,
): Promise<void> {
  const [resident, second] = residents as [Actor, Actor];
  const [manager] = managers as [Actor];
  const [posting] = await latestPostings(resident.communityId, 1);
  if (posting) {
    setClockTo(posting, 0, '09:20', end);
    const id = await objection(resident, posting, '周三下午的环境整治我到场了，积分没有记上。');
    await objection(second, posting, '楼栋巡查做了两次，只记了一次。');
    setClockTo(posting, 1, '10:05', end);
    const answer = '核对照片和当天记录，这次已在前一周入账，本周不重复记。';
    await decideObjection(manager, id, { outcome: 'rejected', answer }, asking(manager));
  }
  const [week] = await latestPostings(streetId, 1, { kind: 'staff' });
  const staff = await findActor(named.get('staff') ?? 0);
  if (week && staff) {
    setClockTo(week, 0, '11:30', end);
    await objection(staff, week, '周四上午在县里开会，考勤机没有打卡记录，请核对。');
  }
}
