/** What is chosen on the canvas and shown at its right. */
export type Selection =
  | { kind: 'item'; id: string }
  | { kind: 'section'; id: string }
  | { kind: 'tab'; id: string }
  | { kind: 'related'; id: string }
  | { kind: 'layout' };

/** What is dragged over the canvas. */
export type Load =
  | { kind: 'field'; field: string }
  | { kind: 'item'; id: string; field: string }
  | { kind: 'listed'; list: 'head' | 'create'; field: string };

/** Where it would land. */
export type Place =
  { kind: 'section'; section: string; index: number } | { kind: 'list'; list: 'head' | 'create'; index: number };

export function samePlace(a: Place | null | undefined, b: Place): boolean {
  if (!a || a.kind !== b.kind || a.index !== b.index) return false;
  return a.kind === 'section'
    ? b.kind === 'section' && a.section === b.section
    : b.kind === 'list' && a.list === b.list;
}
