import type { Actor } from '../../people/index.ts';
import type { Readable } from '../access.ts';
import { proposalLines, staffLines } from '../office-lines.ts';
import { postingPage } from '../queries.ts';

/** A line that may be contested; of two with the same masked name the figure tells which. */
export interface LineChoice {
  readonly personId: number;
  readonly name: string;
  readonly department: string | null;
  readonly net: number | null;
  /** One's own that is missing from the posting. */
  readonly isMissing: boolean;
}

/** The lines of a posting as the reader sees them, and their own if it is missing. */
export async function lineChoices(readable: Readable, actor: Actor): Promise<LineChoice[]> {
  const choices = await shownChoices(readable);
  if (choices.some(({ personId }) => personId === actor.personId)) return choices;
  const { personId, name } = actor;
  return [{ personId, name, department: null, net: null, isMissing: true }, ...choices];
}

async function shownChoices({ posting, inside }: Readable): Promise<LineChoice[]> {
  const { id, kind } = posting;
  if (kind === 'resident') {
    const { lines, personIds } = await postingPage(id);
    return lines.map(({ name, net }, index) => {
      const personId = personIds[index] as number;
      return { personId, name, department: null, net, isMissing: false };
    });
  }
  const owned = kind === 'staff' ? await staffLines(id, { inside }) : await proposalLines(id);
  return owned.map(({ personId, shown: { name, department } }) => {
    return { personId, name, department, net: null, isMissing: false };
  });
}
