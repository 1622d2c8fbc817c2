const last = new Map<string, Promise<unknown>>();

/** Runs `work` after all that was asked before it under the same name in this process. */
export function inTurnOf<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(name, mine);
  const leave = (): void => {
    if (last.get(name) === mine) last.delete(name);
  };
  mine.then(leave, leave);
  return mine;
}
