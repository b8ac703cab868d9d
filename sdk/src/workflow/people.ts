import type { JsonValue } from '../json.ts';

/** Ways to say who is meant. */
export const PEOPLE_KINDS = ['user', 'team', 'role', 'expression', 'manager'] as const;

export type PeopleKind = (typeof PEOPLE_KINDS)[number];

/**
 * One person or several: a user by id; a team by id or name, or a role by name, with everybody in it; an expression that
 * gives a user; or the manager of the user an expression gives.
 */
export interface PeopleEntry {
  kind: PeopleKind;
  value: string;
}

/** Who looks after what fulfils the condition. */
export interface Territory extends PeopleEntry {
  condition: string;
}

/** The entries of a people setting; what is not one is left out. */
export function peopleEntries(setting: JsonValue | undefined): PeopleEntry[] {
  return Array.isArray(setting) ? (setting as unknown as PeopleEntry[]) : [];
}

/** The entries of a territories setting, in the order they are tried. */
export function territoriesOf(setting: JsonValue | undefined): Territory[] {
  return Array.isArray(setting) ? (setting as unknown as Territory[]) : [];
}

/** Whether the value of such an entry is CEL. */
export function isPeopleExpression({ kind }: Pick<PeopleEntry, 'kind'>): boolean {
  return kind === 'expression' || kind === 'manager';
}
