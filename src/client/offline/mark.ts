/**
 * Whether anything is kept in this browser, so that a page need not load a database to find that
 * nothing is.
 */
const MARK = 'unsent';

export const isMarked = (): boolean => localStorage.getItem(MARK) !== null;

export function mark(something: boolean): void {
  if (something) localStorage.setItem(MARK, '1');
  else localStorage.removeItem(MARK);
}
