/**
 * The papers that this device keeps for one evaluation, by voter: several may share a device. A
 * browser that keeps nothing (private windows) just forgets them with its tab.
 */
type Papers = Readonly<Record<string, string>>;

const nameOf = (cycle: string): string => `papers:${cycle}`;

export const papersKept = (cycle: string): Papers =>
  JSON.parse(localStorage.getItem(nameOf(cycle)) ?? '{}') as Papers;

export function keepPaper(cycle: string, voter: string, paper: string): void {
  localStorage.setItem(nameOf(cycle), JSON.stringify({ ...papersKept(cycle), [voter]: paper }));
}

/** After its ballot was cast nothing of a paper stays here. */
export function forgetPaper(cycle: string, paper: string): void {
  const left = Object.entries(papersKept(cycle)).filter(([, kept]) => kept !== paper);
  localStorage.setItem(nameOf(cycle), JSON.stringify(Object.fromEntries(left)));
}
