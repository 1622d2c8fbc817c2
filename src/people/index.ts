/**
 * People: who lives and works where, what they may do, and how they sign in.
 *
 * Words.  A *community* is a tenant; its *grids* hold *households*, and those hold *persons*. A
 *         *street* office is a tenant too; its persons are its staff, kept by the staff module.
 *         A *grant* gives a person one *role* in one community, or in all. An *actor* is a person
 *         who asks for something. A *token* lets a program ask in a person's name. A *one-time
 *         code* is a password that is read out, and must be changed before anything else is open.
 *         A *card* has a number and a QR code; of a person's cards one stands at most. By a *PIN*
 *         somebody agrees at a counter; it opens nothing. A *guardian* acts for a child under
 *         fourteen, by a consent that is recorded.
 * Owns.   communities, grids, households, household_moves, pool_consents, persons, guardianships,
 *         cards, pins, grants, tokens.
 * Uses.   nobody.
 * Holds.  A password is kept as an argon2id hash, a token as a digest. A changed password ends every
 *         session and token of before. An erased person keeps the row and loses the name. There is
 *         always an administrator. Nobody changes their own roles.
 */
export { ROLES, ROLES_IN, handOf, hasAnyRole, hasRole } from './actor.ts';
export type { Actor, Grant, Role, TenantKind } from './actor.ts';
export { actorOfSession, actorOfToken, endToken, findActor, issueToken } from './actors.ts';
export {
  communities,
  communityById,
  defaultCommunityId,
  placeShown,
  streets,
} from './communities.ts';
export type { Community } from './communities.ts';
export { signIn } from './sign-in.ts';
export { createResident, insertPerson } from './persons.ts';
export type { NewPerson, PersonRow } from './persons.ts';
export { codeFor } from './one-time-codes.ts';
export type { OneTimeCode } from './one-time-codes.ts';
export { cardField, nameField, phoneField, searchForm, signInNameField } from './forms.ts';
export { endGrant, grantRole } from './grants.ts';
export { renamePerson } from './person-changes.ts';
export { switchSignIn } from './standing.ts';
export { mayGrantIn, mayGrantTo, mayManagePeople, mayManagePerson } from './policy.ts';
export { maskedName, shownName } from './names.ts';
export type { Nameable } from './names.ts';
export {
  entriesIn,
  entriesOf,
  gridById,
  gridsOf,
  holdersOf,
  householdOf,
  namesakesOf,
  ownerOf,
  peopleByIds,
  personById,
  residentsOf,
} from './queries.ts';
export type { GrantRow, Household, KnownPerson, PersonFacts } from './queries.ts';
export { endGuardianship, letChildrenGrow, recordGuardian } from './guardians/guarding.ts';
export type { NewGuardianship } from './guardians/guarding.ts';
export { wardOf } from './guardians/wards.ts';
export { poolsOf } from './pools.ts';
export { holdHouseholds, nameHead, place } from './households/membership.ts';
export type { Home, MoveKind, Why } from './households/membership.ts';
export { consent, endConsentsOf } from './households/consents.ts';
export { hearOfPools, settlePool } from './households/pool.ts';
export type { PoolChange } from './households/pool.ts';
export { foldInto, resettle } from './households/entries.ts';
export { isChild } from './households/child.ts';
export { householdById, householdList, livedIn, membersOf, movesOf } from './households/queries.ts';
export type {
  HouseholdFacts,
  HouseholdFilter,
  HouseholdMember,
  HouseholdMove,
  ListedHousehold,
} from './households/queries.ts';
export { issueCard, issueMissingCards, reportCardLost, replaceCard } from './cards/issuing.ts';
export { endedCard, holders, housemates, personByCard } from './cards/queries.ts';
export type { Holder } from './cards/queries.ts';
export { checkPin, setPin } from './pins/keeping.ts';
export { hasPin, holdersWithPin } from './pins/queries.ts';
export type { NamedPerson } from './pins/queries.ts';
export { pinField, setPinForm } from './pins/forms.ts';
export { peopleMeant, personMeant } from './meaning.ts';
export {
  insertHouseholds,
  insertResidents,
  placesOf,
  registeredPeople,
  takenMarks,
} from './registering.ts';
export type {
  NewHousehold,
  NewRegistration,
  Place,
  Registered,
  TakenMarks,
} from './registering.ts';
export { findPeople } from './search.ts';
export { inTurnOf } from './turns.ts';
export { findResidents, residentBy, residentsAtCounter } from './residents.ts';
export type { CounterResident, FoundResident } from './residents.ts';
export { addGrid, addHousehold, foundCommunity, refuseStrangeGrid } from './settlement.ts';
export type { NewCommunity } from './settlement.ts';
export { hashPassword, oneTimeCode, sealed } from './passwords.ts';
