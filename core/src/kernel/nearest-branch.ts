import type { z } from 'zod';

type ZodIssue = z.core.$ZodIssue;
type UnionIssue = Extract<ZodIssue, { code: 'invalid_union' }>;

/**
 * What keeps a value from the one of several shapes that it comes nearest to, with paths from the root; empty where it is
 * of another type than all of them.
 */
export function nearestBranch({ errors, path }: UnionIssue): ZodIssue[] {
  const near = errors.filter((branch) => branch.length > 0 && !branch.some(isOtherType));
  const [nearest] = near.toSorted((a, b) => distance(a) - distance(b));
  return (nearest ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** The types that the shapes are of. */
export function branchTypes({ errors }: UnionIssue): string[] {
  return errors.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
}

/** What the property by which shapes are told apart may say; zod's own type does not tell that it is there. */
export function branchNames(issue: UnionIssue): string[] {
  return ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
}

function isOtherType(issue: ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

/** How many things would have to be put right. */
function distance(branch: readonly ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}
