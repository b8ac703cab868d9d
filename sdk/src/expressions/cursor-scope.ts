import { partField } from '../field-types/field-part.ts';
import type { CompiledField } from '../model/compiled.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';
import { isMacroName } from './check-list.ts';
import { liveField, objectOf, typeOfField } from './names.ts';

/**
 * What names mean at the end of a text that is still being written, and so does not parse: fields, and the item variables
 * of the macros whose brackets are open there.
 */
export class CursorScope {
  readonly #scope: ExpressionScope;
  /** Item variable → the object of its record. */
  readonly #items = new Map<string, string>();

  constructor(before: string, scope: ExpressionScope) {
    this.#scope = scope;
    for (const open of openBrackets(before)) this.#enter(before, open);
  }

  /** Names of the item variables, innermost last. */
  get items(): readonly string[] {
    return [...this.#items.keys()];
  }

  /** The object a reference at the end of the path leads to; of an empty path the record's own. */
  objectAt(path: readonly string[]): string | undefined {
    if (path.length === 0) return this.#scope.object;
    const type = this.typeAt(path);
    return type?.type === 'ref' ? type.object : undefined;
  }

  /** The type of a path as it is written: `record.lines`, `l.supplier`. */
  typeAt(path: readonly string[]): ExpressionType | undefined {
    const [first = '', ...rest] = path;
    const item = this.#items.get(first);
    if (item !== undefined) return rest.length === 0 ? { type: 'ref', object: item } : this.#typeFrom(item, rest);
    if (this.#scope.form === 'filter') return this.#typeFrom(this.#scope.object, path);
    const isRecord = first === 'record' || first === 'old';
    if (!isRecord) return undefined;
    return rest.length === 0 ? { type: 'ref', object: this.#scope.object } : this.#typeFrom(this.#scope.object, rest);
  }

  /** The field at the end of a path as it is written. */
  fieldAt(path: readonly string[]): CompiledField | undefined {
    const name = path.at(-1) ?? '';
    const before = path.slice(0, -1);
    const object = this.#scope.form === 'filter' || before.length > 0 ? this.objectAt(before) : undefined;
    const found = object === undefined ? undefined : objectOf(this.#scope, object);
    return found && liveField(found, name);
  }

  #typeFrom(start: string, path: readonly string[]): ExpressionType | undefined {
    let object = objectOf(this.#scope, start);
    let field: CompiledField | undefined;
    for (const name of path) {
      field = object === undefined ? field && partField(field, name) : liveField(object, name);
      if (field === undefined) return undefined;
      const type = typeOfField(field);
      object = type.type === 'ref' ? objectOf(this.#scope, type.object) : undefined;
    }
    return field && typeOfField(field);
  }

  /** `lines.exists(l, ` before an open bracket. */
  #enter(before: string, open: number): void {
    const macro = /\.\s*([a-z_]+)\s*$/.exec(before.slice(0, open));
    const variable = /^\s*([A-Za-z_]\w*)\s*,/.exec(before.slice(open + 1))?.[1];
    if (macro === null || variable === undefined || !isMacroName(macro[1]!)) return;
    const object = this.listObject(before.slice(0, macro.index));
    if (object !== undefined) this.#items.set(variable, object);
  }

  /** The object of the records in the list that stands at the end of a text. */
  listObject(text: string): string | undefined {
    const written = text.trimEnd();
    if (!written.endsWith(')')) {
      const path = PATH.exec(written)?.[0].split('.');
      const type = path === undefined ? undefined : this.typeAt(path);
      return type?.type === 'list' && type.of.type === 'ref' ? type.of.object : undefined;
    }
    const open = bracketBefore(written);
    const name = /([A-Za-z_]+)\s*$/.exec(written.slice(0, open));
    if (name?.[1] === 'filter') return this.listObject(written.slice(0, name.index).replace(/\.\s*$/, ''));
    if (name?.[1] !== 'related') return undefined;
    return /^\s*["']([a-z_]\w*)\./.exec(written.slice(open + 1))?.[1];
  }
}

/** The names at the end of a text. */
export const PATH = /[A-Za-z_]\w{0,80}(?:\.\w{0,80}){0,8}$/;

/** Where brackets are opened and not closed, outermost first; those within texts do not count. */
function openBrackets(text: string): number[] {
  const open: number[] = [];
  for (const { character, at } of outsideTexts(text)) {
    if (character === '(') open.push(at);
    if (character === ')') open.pop();
  }
  return open;
}

/** Where the bracket opens that the text closes at its end; -1 where it does not. */
function bracketBefore(text: string): number {
  const open: number[] = [];
  let last = -1;
  for (const { character, at } of outsideTexts(text)) {
    if (character === '(') open.push(at);
    if (character === ')') last = open.pop() ?? -1;
  }
  return last;
}

function* outsideTexts(text: string): Generator<{ character: string; at: number }> {
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote === null && (character === '"' || character === "'")) quote = character;
    else if (quote === null) yield { character, at };
    else if (character === '\\') at++;
    else if (character === quote) quote = null;
  }
}
