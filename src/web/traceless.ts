/**
 * Addresses that leave no trace: their requests are not logged, no session is read or made for them,
 * and nobody is recognised, whatever cookie or token comes along (docs/decisions/anonymous-ballots.md).
 */
const TRACELESS = new Set(['ballots']);

/** By the first part of the address, as the router takes it. */
export const isTraceless = (path: string): boolean => TRACELESS.has(path.split('/', 2)[1] ?? '');
