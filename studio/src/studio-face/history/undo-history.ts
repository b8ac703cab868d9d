/** Everything that was, is, and was taken back. Immutable, so a screen may hold it in one shallow ref. */
export interface UndoHistory<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  /** Changes with the same key that follow each other (typing into one box) are one step. */
  readonly mergeKey: string | null;
}

export function beginHistory<State>(present: State): UndoHistory<State> {
  return { past: [], present, future: [], mergeKey: null };
}

/** Takes a change up; what had been taken back is gone. A change to the same state is no change. */
export function recordChange<State>(
  history: UndoHistory<State>,
  next: State,
  mergeKey: string | null = null,
): UndoHistory<State> {
  if (next === history.present) return history;
  const merges = mergeKey !== null && mergeKey === history.mergeKey;
  return {
    past: merges ? history.past : [...history.past, history.present],
    present: next,
    future: [],
    mergeKey,
  };
}

export function undo<State>(history: UndoHistory<State>): UndoHistory<State> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    mergeKey: null,
  };
}

export function redo<State>(history: UndoHistory<State>): UndoHistory<State> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, mergeKey: null };
}
