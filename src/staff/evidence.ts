const pages = new Map<string, (subjectId: number) => string>();

/** A part says where the page of its subjects is; `duty` for those like `duty:3`. */
export function showAt(kind: string, addressOf: (subjectId: number) => string): void {
  pages.set(kind, addressOf);
}

/** The address of the page of a subject, or null where no part has one. */
export function pageOfSubject(subject: string): string | null {
  const [kind = '', id = ''] = subject.split(':');
  return pages.get(kind)?.(Number(id)) ?? null;
}
