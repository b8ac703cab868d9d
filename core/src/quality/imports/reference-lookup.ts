import { normaliseName } from './name-key.ts';
import { nearestValue, type NearestValue } from './nearest-value.ts';

/** What a name in the file turned out to be. */
export type Resolved =
  | { kind: 'record'; id: string }
  /** A row of the same file, which is going to be that record. */
  | { kind: 'row'; row: number }
  | { kind: 'none'; suggestion: string | undefined }
  | { kind: 'many'; count: number };

/** A person does not read more, and a column of nothing but strangers must not keep the server busy for a minute. */
const mostSuggestions = 1_000;

/** Finds records by the text that names them; letter case, width and spaces do not matter, unless they must. */
export class ReferenceLookup {
  #exact = new Map<string, Set<string>>();
  #byName = new Map<string, Set<string>>();
  #rows = new Map<string, number[]>();
  #ids = new Set<string>();
  #names: string[] = [];
  #nearest: NearestValue | undefined;
  #suggestionsLeft = mostSuggestions;

  /** `names` in the order of their authority: a record's e-mail before its name. */
  addRecord(id: string, names: readonly (string | null)[]): void {
    this.#ids.add(id);
    for (const name of names) {
      if (name === null || name === '') continue;
      this.#names.push(name);
      add(this.#exact, name, id);
      add(this.#byName, normaliseName(name), id);
    }
  }

  /** A row that is going to be a record of that name, should there be none yet. */
  addRow(row: number, name: string): void {
    const key = normaliseName(name);
    const rows = this.#rows.get(key);
    if (rows) rows.push(row);
    else this.#rows.set(key, [row]);
    this.#names.push(name);
  }

  resolve(text: string): Resolved {
    if (this.#ids.has(text.toLowerCase())) return { kind: 'record', id: text.toLowerCase() };
    const key = normaliseName(text);
    const exact = this.#exact.get(text);
    const found = exact?.size === 1 ? exact : this.#byName.get(key);
    if (found !== undefined) return oneOf([...found]);
    const rows = this.#rows.get(key) ?? [];
    if (rows.length === 1) return { kind: 'row', row: rows[0]! };
    if (rows.length > 1) return { kind: 'many', count: rows.length };
    return { kind: 'none', suggestion: this.#suggest(text) };
  }

  #suggest(text: string): string | undefined {
    if (this.#suggestionsLeft-- <= 0) return undefined;
    this.#nearest ??= nearestValue(this.#names);
    return this.#nearest.find(text);
  }
}

function oneOf(ids: readonly string[]): Resolved {
  return ids.length === 1 ? { kind: 'record', id: ids[0]! } : { kind: 'many', count: ids.length };
}

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  if (ids) ids.add(id);
  else map.set(key, new Set([id]));
}
