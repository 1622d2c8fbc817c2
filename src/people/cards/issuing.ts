import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../actor.ts';
import { mayManagePeople, mayReportCard } from '../policy.ts';
import { personById } from '../queries.ts';
import type { PersonFacts } from '../queries.ts';
import { endCard, giveCard } from './keeping.ts';
import { holders } from './queries.ts';

/** A card as the verbs answer it. */
export interface IssuedCard {
  readonly personId: number;
  readonly number: string;
}

/** Gives a card to somebody who has none. Refuses `no-person`, `manage-people`, `card-held`. */
export const issueCard = (actor: Actor, personId: number, command: Command): Promise<IssuedCard> =>
  once(command, 'issue-card', { personId }, async (tx) => {
    const person = await held(actor, personId, tx);
    if (person.cardNumber !== null) throw new Refusal('conflict', 'card-held');
    return issued(actor, person, tx);
  });

/**
 * Gives another card for the one that stands, which stops at once. Refuses `no-person`,
 * `manage-people`, `no-card`.
 */
export const replaceCard = (
  actor: Actor,
  personId: number,
  command: Command,
): Promise<IssuedCard> =>
  once(command, 'replace-card', { personId }, async (tx) => {
    const person = await held(actor, personId, tx);
    found(person.cardNumber, 'card');
    await endCard({ personId, byId: actor.personId }, 'replaced', tx);
    return issued(actor, person, tx);
  });

/**
 * Writes down that a card is lost: from now on nobody is found by it. For a keeper of people, the
 * shopkeeper who is told, and the person. Refuses `no-person`, `report-card`, `no-card`.
 */
export const reportCardLost = (
  actor: Actor,
  personId: number,
  command: Command,
): Promise<{ personId: number }> =>
  once(command, 'report-card-lost', { personId }, async (tx) => {
    await lockRows('persons', [personId], tx);
    const person = found(await personById(personId, tx), 'person');
    permit(mayReportCard(actor, person), 'report-card');
    const ended = await endCard({ personId, byId: actor.personId }, 'lost', tx);
    if (!ended) throw new Refusal('missing', 'no-card');
    await noteOf(actor, person, 'card-lost', tx);
    return { personId };
  });

/**
 * Gives a card to each resident of a community, or of one of its grids, who has none; answers how
 * many. Refuses `manage-people`.
 */
export async function issueMissingCards(
  actor: Actor,
  communityId: number,
  gridId: number | undefined,
  command: Command,
): Promise<{ issued: number }> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  return once(command, 'issue-missing-cards', { communityId, gridId }, async (tx) => {
    const all = await holders(communityId, { grid: gridId }, tx);
    const without = all.filter(({ number }) => number === null).map(({ id }) => id);
    await lockRows('persons', without, tx);
    for (const personId of without) {
      await giveCard({ communityId, personId, byId: actor.personId }, tx);
      const event = { communityId, personId: actor.personId, name: 'card-issued' };
      await note({ ...event, subject: `person:${personId}` }, tx);
    }
    return { issued: without.length };
  });
}

/** The person, held so that two who press at once take turns. */
async function held(actor: Actor, personId: number, tx: Transaction): Promise<PersonFacts> {
  await lockRows('persons', [personId], tx);
  const known = await personById(personId, tx);
  const person = found(known?.mergedIntoId === null ? known : null, 'person');
  permit(mayManagePeople(actor, person.communityId), 'manage-people');
  if (person.erasedAt !== null) throw new Refusal('conflict', 'person-erased');
  return person;
}

async function issued(actor: Actor, person: PersonFacts, tx: Transaction): Promise<IssuedCard> {
  const { id: personId, communityId } = person;
  const number = await giveCard({ communityId, personId, byId: actor.personId }, tx);
  await noteOf(actor, person, 'card-issued', tx);
  return { personId, number };
}

const noteOf = (
  actor: Actor,
  { id, communityId }: PersonFacts,
  name: string,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId: actor.personId, name, subject: `person:${id}` }, tx);
