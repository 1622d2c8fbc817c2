import { Refusal } from '../../base/refusal.ts';

const TAKEN = [
  { index: 'staff_number', code: 'staff-number-taken', field: 'staffNumber' },
  { index: 'departments', code: 'department-there', field: 'name' },
  { index: 'staff_posts', code: 'post-that-day', field: 'fromOn' },
] as const;

/**
 * Turns the database's no to a second one of something into `staff-number-taken`,
 * `department-there`, `post-that-day`. Not asked beforehand: of two who ask at once, both would hear
 * that it is free.
 */
export async function refusingTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const message = String((error as { original?: Error }).original?.message);
    const taken = TAKEN.find(({ index }) => message.includes(index));
    if (!taken || !/unique/i.test(message)) throw error;
    throw new Refusal('conflict', taken.code, {}, taken.field);
  }
}
