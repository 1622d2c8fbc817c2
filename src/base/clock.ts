/** An instant as ISO 8601 text in UTC, as the database and JSON hold it. */
export type Instant = string;

/** What the time is: real in service, set by tests and by the seeder when it plays history. */
let source: () => number = Date.now;

export function nowMs(): number {
  return source();
}

export function now(): Instant {
  return new Date(source()).toISOString();
}

/** `ms` from now, negative for the past. */
export function fromNow(ms: number): Instant {
  return new Date(source() + ms).toISOString();
}

/** Stops the clock at an instant, or (without one) lets the real time run again. */
export function setClock(instant?: Instant): void {
  if (instant === undefined) {
    source = Date.now;
    return;
  }
  const fixed = Date.parse(instant);
  source = () => fixed;
}
