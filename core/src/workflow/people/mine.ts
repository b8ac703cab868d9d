import type { Actor } from '../../kernel/context.ts';

/**
 * The condition under which an answer may be given by the person: his own, one of a team or role he is of, one he was
 * asked for since it took too long, or one of somebody who is away and for whom he stands in. `s` is the seat; it has the
 * parameters `mineParameters` gives, from `$first` on.
 */
export function isMine(first: number): string {
  const [user, teams, roles] = [first, first + 1, first + 2].map((n) => `$${n}`);
  return `(s.user_id = ${user}::uuid or s.team_id = any(${teams}::uuid[]) or s.role = any(${roles}::text[])
    or s.also @> array[${user}::uuid]
    or s.user_id = any(array(select w.user_id from core.user_work w where w.stand_in = ${user}::uuid
         and w.away_from <= now() and (w.away_until is null or w.away_until > now()))))`;
}

export function mineParameters(actor: Pick<Actor, 'userId' | 'teams' | 'roles'>): unknown[] {
  return [actor.userId, actor.teams, actor.roles];
}
