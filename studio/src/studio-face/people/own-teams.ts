import type { TeamInfo } from '@stratacrm/sdk';
import { useSession } from '../../stores/session.ts';
import { teamAndBeneath } from './team-tree.ts';

/** The teams within which the person who is signed in manages users; null: all there are. */
export function ownTeams(teams: readonly TeamInfo[]): ReadonlySet<string> | null {
  const session = useSession();
  if (session.may('manage_users')) return null;
  const managed = teams.filter((team) => team.manager !== null && team.manager === session.me?.id);
  return new Set(managed.flatMap((team) => [...teamAndBeneath(teams, team.id)]));
}
