/** A line of a list of staff, which is in the order of departments and staff numbers. */
interface StaffLine {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly departmentId: number;
}

/** Which lines are wanted: of one department, of a name or number, from after a person on. */
export interface Choice {
  readonly department: number | undefined;
  readonly q: string | undefined;
  readonly after: number | undefined;
}

/** So many lines keep a page within its weight, each with a link or two. */
export const LINES_PER_PAGE = 60;

/** The lines that a choice finds, whatever page they are on. */
export function chosenOf<L extends StaffLine>(
  lines: readonly L[],
  { department, q }: Partial<Choice>,
): L[] {
  return lines.filter(
    (line) =>
      (department === undefined || line.departmentId === department) &&
      (q === undefined || line.name.includes(q) || line.staffNumber.includes(q.toUpperCase())),
  );
}

/** One page of those lines; `next` is the query string of the page after it, or null. */
export function pageOf<L extends StaffLine>(
  lines: readonly L[],
  choice: Partial<Choice>,
  kept: Readonly<Record<string, string>>,
): { items: L[]; next: string | null } {
  const chosen = chosenOf(lines, choice);
  const from = chosen.findIndex(({ personId }) => personId === choice.after) + 1;
  const items = chosen.slice(from, from + LINES_PER_PAGE);
  const last = items.at(-1);
  if (!last || chosen.at(-1) === last) return { items, next: null };
  const query = new URLSearchParams(kept);
  if (choice.department !== undefined) query.set('department', String(choice.department));
  if (choice.q !== undefined) query.set('q', choice.q);
  query.set('after', String(last.personId));
  return { items, next: `?${query.toString()}` };
}
