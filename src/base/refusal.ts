/** What kind of no it is; the web layer alone knows the HTTP status of each. */
export type RefusalKind =
  | 'invalid'
  | 'incomplete'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'busy';

export type Facts = Readonly<Record<string, string | number>>;

/**
 * A request broke a rule of the house. Expected, told to the person in their language
 * (`refusal.<code>` in the message files, with `facts`), never logged as a fault.
 * A bug is the other thing: let `assert` throw, and it becomes a 500.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly facts: Facts;
  /** The form field that the sentence belongs to, if it is one field's. */
  readonly field: string | undefined;

  constructor(kind: RefusalKind, code: string, facts: Facts = {}, field?: string) {
    super(`${kind}: ${code}`);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.facts = facts;
    this.field = field;
  }
}

/** Turns a policy's answer into a refusal. */
export function permit(allowed: boolean, code: string): void {
  if (!allowed) throw new Refusal('forbidden', code);
}

/** The row, or the refusal `no-<thing>` (404). */
export function found<T>(row: T | null | undefined, thing: string): T {
  if (row === null || row === undefined) throw new Refusal('missing', `no-${thing}`);
  return row;
}
