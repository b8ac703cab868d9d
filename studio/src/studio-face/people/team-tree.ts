import type { TeamInfo } from '@stratacrm/sdk';

/** A team with its place in the tree. */
export interface TeamLine {
  team: TeamInfo;
  depth: number;
}

/** Teams as lines of a tree, each beneath its parent, brothers by name. */
export function teamTree(teams: readonly TeamInfo[]): TeamLine[] {
  const known = new Set(teams.map((team) => team.id));
  const beneath = (parent: string | null, depth: number): TeamLine[] =>
    teams
      // A team whose parent is not to be seen stands at the top.
      .filter((team) => (parent === null ? team.parent === null || !known.has(team.parent) : team.parent === parent))
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((team) => [{ team, depth }, ...beneath(team.id, depth + 1)]);
  return beneath(null, 0);
}

/** Ids of a team and of all teams beneath it: none of them can become its parent. */
export function teamAndBeneath(teams: readonly TeamInfo[], id: string): Set<string> {
  const found = new Set([id]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const team of teams) if (team.parent !== null && found.has(team.parent)) found.add(team.id);
  }
  return found;
}
