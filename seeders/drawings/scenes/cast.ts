import { park, street } from '../backdrops.ts';
import type { Chance } from '../chance.ts';
import { person } from '../people.ts';
import type { Person, Pose, Role } from '../people.ts';
import { placed } from '../shapes.ts';

/** Draws one occasion on a canvas of 480 × 360, and past its edges. */
export type Scene = (chance: Chance) => string;

/** A person somewhere in the foreground, unless it is said where. */
export function somebody(
  chance: Chance,
  role: Role,
  pose: Pose,
  cast: Partial<Person> = {},
): string {
  const x = cast.x ?? chance.between(70, 410);
  const y = cast.y ?? chance.between(300, 335);
  return person(chance, { role, pose, ...cast, x, y, facing: cast.facing ?? chance.pick([1, -1]) });
}

/** A thing that stands behind the people. */
export function thing(
  chance: Chance,
  body: string,
  x = chance.between(50, 430),
  scale = 1,
): string {
  return placed(x, chance.between(288, 320), scale * chance.between(0.95, 1.25), body);
}

/** A street more often than a park. */
export const outside: Scene = (chance) => chance.pick([street, street, park])(chance);
