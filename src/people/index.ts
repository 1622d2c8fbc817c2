/**
 * People: who lives and works where, what they may do, and how they sign in.
 *
 * Words.  A *community* is the tenant; its *grids* hold *households*, and those hold *persons*.
 *         A *grant* gives a person one *role* in one community, or in all. An *actor* is a person
 *         who asks for something. A *token* lets a program ask in a person's name.
 * Owns.   communities, grids, households, persons, grants, tokens.
 * Uses.   nobody.
 * Holds.  A password is kept as an argon2id hash, a token as a digest. A changed password ends every
 *         session and token of before.
 */
export { ROLES, hasAnyRole, hasRole } from './actor.ts';
export type { Actor, Grant, Role } from './actor.ts';
export { actorOfSession, actorOfToken, findActor, issueToken } from './actors.ts';
export { communities, communityById, defaultCommunityId } from './communities.ts';
export type { Community } from './communities.ts';
export { signIn } from './sign-in.ts';
export { createResident, insertPerson } from './persons.ts';
export type { NewPerson, PersonRow } from './persons.ts';
export { addGrid, addHousehold, foundCommunity } from './settlement.ts';
export { hashPassword } from './passwords.ts';
