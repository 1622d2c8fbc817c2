/**
 * Home: the first page of each kind of visitor, and what a person sees of themselves.
 *
 * Words.  None of its own.
 * Owns.   nothing.
 * Uses.   every module, by its index.
 * Holds.  Every number on these pages is a cached balance or a range scan of one period.
 */
export { meOf } from './me.ts';
export type { Me } from './me.ts';
