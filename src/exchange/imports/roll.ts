import type { Transaction } from '../../base/db.ts';
import { registeredPeople } from '../../people/index.ts';
import type { Registered } from '../../people/index.ts';
import type { SaidRow } from './layout.ts';
import type { Problem } from './looked.ts';
import { bare } from './places.ts';

/** Finds whom a row means: by card, else by name with phone or household, else by name alone. */
export type Roll = (said: SaidRow['said']) => Registered | Problem;

const digits = (text: string): string => text.replace(/[\s-]+/g, '').toUpperCase();

export async function rollOf(communityId: number, tx?: Transaction): Promise<Roll> {
  const byName = new Map<string, Registered[]>();
  const byCard = new Map<string, Registered>();
  for (const one of await registeredPeople(communityId, tx)) {
    const known = byName.get(bare(one.name));
    if (known) known.push(one);
    else byName.set(bare(one.name), [one]);
    if (one.cardNumber !== null) byCard.set(one.cardNumber, one);
  }
  return ({ name, cardNumber, phone, household }) => {
    if (cardNumber !== undefined) {
      const holder = byCard.get(digits(cardNumber));
      if (!holder) return 'person-unknown';
      const isOther = name !== undefined && bare(name) !== bare(holder.name);
      return isOther ? 'name-differs' : holder;
    }
    if (name === undefined) return 'name-missing';
    return among(byName.get(bare(name)) ?? [], phone, household);
  };
}

/** Of those who bear a name, the one who has the phone and the household that are said. */
function among(
  bearers: readonly Registered[],
  phone: string | undefined,
  household: string | undefined,
): Registered | Problem {
  const [first, ...others] = bearers.filter(
    (one) =>
      (phone === undefined || one.phone === digits(phone)) &&
      (household === undefined || bare(one.household ?? '') === bare(household)),
  );
  if (!first) return 'person-unknown';
  return others.length > 0 ? 'name-shared' : first;
}
