export interface Named {
  key: string;
  name: string;
}

export interface Move {
  key: string;
  from: string;
  to: string;
}

const LONGEST = 50;

/**
 * The renames that give every key its desired name, in an order in which no two things ever have one name: who holds a
 * name that another wants and has no wish himself is moved aside, and a circle is opened by a detour.
 */
export function planRenames(rows: readonly Named[], desired: ReadonlyMap<string, string>): Move[] {
  const wanted = new Set(desired.values());
  const taken = new Set([...rows.map((row) => row.name), ...wanted]);
  const aside = (name: string): string => freeName(name, taken);
  let open = rows
    .map(({ key, name }) => ({ key, from: name, to: desired.get(key) ?? (wanted.has(name) ? aside(name) : name) }))
    .filter((move) => move.from !== move.to);
  const moves: Move[] = [];
  while (open.length > 0) {
    const held = new Set(open.map((move) => move.from));
    const possible = open.filter((move) => !held.has(move.to));
    if (possible.length > 0) {
      moves.push(...possible);
      open = open.filter((move) => held.has(move.to));
    } else {
      const [first, ...rest] = open as [Move, ...Move[]];
      const detour = aside(first.from);
      moves.push({ ...first, to: detour });
      open = [...rest, { ...first, from: detour }];
    }
  }
  return moves;
}

/** A name under which what lost its own is kept. */
function freeName(name: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const suffix = `__old${n}`;
    const candidate = `${name.slice(0, LONGEST - suffix.length)}${suffix}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}
