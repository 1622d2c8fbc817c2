/** What messages are about, so that nobody has to choose among dozens of kinds. */
export const TOPICS = ['check-ins', 'points', 'goods', 'work'] as const;
export type Topic = (typeof TOPICS)[number];

const TOPIC_OF: Readonly<Record<string, Topic>> = {
  'check-in-approved': 'check-ins',
  'check-in-capped': 'check-ins',
  'check-in-rejected': 'check-ins',
  'check-in-returned': 'check-ins',
  'check-in-taken-back': 'check-ins',
  'points-entered': 'points',
  'award-reversed': 'points',
  'deduction-reversed': 'points',
  'opening-booked': 'points',
  'contest-upheld': 'points',
  'contest-confirmed': 'points',
  'line-corrected': 'points',
  'pool-asked': 'points',
  'pool-begun': 'points',
  'pool-ended': 'points',
  'entries-merged': 'points',
  'community-moved': 'points',
  'reservation-expiring': 'goods',
  'reservation-expired': 'goods',
  'reservation-cancelled': 'goods',
  'reservation-ready': 'goods',
  'handed-over-at-counter': 'points',
  'hand-over-undone': 'points',
  'goods-arrived': 'goods',
  'delivery-done': 'goods',
  'delivery-failed': 'goods',
};

/** What a kind of message is about; what is not said is work. */
export const topicOf = (kind: string): Topic => TOPIC_OF[kind] ?? 'work';
