import {
  StrataError,
  childListOf,
  didYouMean,
  partField,
  type CompiledField,
  type CompiledObject,
  type Issue,
  type JsonValue,
  type RecordData,
} from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Place } from '../sql/record-source.ts';
import { pointerName } from '../sql/shown-links.ts';
import { asIs } from '../store/storage-codec.ts';
import { codecOf, decoderOf, storageOf, writerOf } from '../store/field-column.ts';
import { listSource, type ListSource } from './list-source.ts';
import type { RecordShape, ShapeField } from './record-shape.ts';

type RawRow = Record<string, unknown>;
type Read = (row: RawRow) => JsonValue;

/** The columns of a SELECT and how a row of them becomes a record. */
export interface Selection {
  columns: RawBuilder<unknown>[];
  /** Field → alias of its column, for fields of the record itself. */
  aliases: ReadonlyMap<string, string>;
  /** Alias → which of the columns it names. */
  places: ReadonlyMap<string, number>;
  toRecord(row: RawRow): RecordData;
  /**
   * Makes the row itself the record, where there are no records within it: a third less work for a long list. Only for
   * rows that have no other columns. They are no longer what they were.
   */
  convert: ((row: RawRow) => RecordData) | undefined;
  /** How a row becomes JSON without becoming a record; undefined where there is more to a value than its column. */
  shape: RecordShape | undefined;
}

/** References followed by one path; more would be a join each. */
const DEEPEST = 6;
/** Lists within lists. */
const DEEPEST_LIST = 2;
const MOST_FIELDS = 1_000;

/** Selects the fields, dotted ones through references as records of their own; all there are when none are named. */
export function select(record: Place, fields: readonly string[] | undefined): Selection {
  const paths = fields === undefined ? answeredFields(record.object) : parsePaths(fields);
  const builder = new SelectionBuilder();
  const issues = paths.flatMap((path, index) =>
    builder.add(record, path) ? [] : [unknownFieldIssue(record.object, path.join('.'), `fields.${index}`)],
  );
  if (issues.length > 0) throw new StrataError(issues[0]!.code, issues[0]!.params, issues);
  return builder.build(record);
}

/** Without being asked for by name, records of other objects stay out of the answer. */
function answeredFields({ fields }: CompiledObject): string[][] {
  const own = Object.values(fields).filter((field) => childListOf(field) === undefined);
  return own.map((field) => [field.name]);
}

function parsePaths(fields: readonly string[]): string[][] {
  if (fields.length > MOST_FIELDS) throw tooMany();
  return [...new Set(fields)].map((each) => each.split('.'));
}

function tooMany(): StrataError {
  const params = { max: MOST_FIELDS, min: 1 };
  return new StrataError('limit_out_of_range', params, [{ path: 'fields', code: 'limit_out_of_range', params }]);
}

/** The same whether there is no such field or it is hidden. */
export function unknownFieldIssue(object: CompiledObject, field: string, path: string): Issue {
  const suggestion = didYouMean(field, Object.keys(object.fields));
  return { path, code: 'unknown_field', params: { object: object.label, field, suggestion } };
}

/** A record to be built: its own fields by column, and records reached from it. */
interface Node {
  place: Place;
  reads: Map<string, Read>;
  /** The same of rows as PostgreSQL sends them, unless there is more to it. */
  values: Map<string, ShapeField>;
  /** Of fields that are read in parts, which. */
  parts: Map<string, Set<string>>;
  children: Map<string, Node>;
  lists: Map<string, RecordList>;
  idAlias: string;
}

/** Records within a record: those that several references name, or that belong to it. */
interface RecordList {
  source: ListSource;
  builder: SelectionBuilder;
}

class SelectionBuilder {
  #columns: RawBuilder<unknown>[] = [];
  #places = new Map<string, number>();
  #aliases = new Map<string, string>();
  /** Of the record's own fields, those whose values do not come as they are told. */
  #decoders: [alias: string, decode: (raw: unknown) => JsonValue][] = [];
  #lists: [alias: string, list: RecordList][] = [];
  #root: Node | undefined;
  /** How deep the records stand within lists; such rows come as JSON. */
  readonly #depth: number;

  constructor(depth = 0) {
    this.#depth = depth;
  }

  /** false when there is no such path. */
  add(record: Place, path: readonly string[]): boolean {
    if (path.length > DEEPEST) return false;
    let node = (this.#root ??= this.#node(record));
    for (const [index, name] of path.entries()) {
      const field: CompiledField | undefined = node.place.object.fields[name];
      if (field === undefined) return false;
      const rest = path.slice(index + 1);
      if (rest.length === 0) return this.#read(node, field, index === 0);
      const list = this.#list(node, field);
      if (list !== undefined) return list.builder.add(list.source.record, rest);
      if (storageOf(field) === 'pointer') return this.#pointer(node, field, rest);
      if (partField(field, rest[0]!) !== undefined) return rest.length === 1 && this.#part(node, field, rest[0]!);
      const next = this.#child(node, field);
      if (next === undefined) return false;
      node = next;
    }
    return false;
  }

  build(record: Place): Selection {
    const root = (this.#root ??= this.#node(record));
    const read = readerOf(root);
    const plain = root.children.size === 0 && root.lists.size === 0 && !this.#named;
    const convert = plain ? converterOf(this.#decoders) : undefined;
    const shape = this.#named || this.#lists.length > 0 ? undefined : this.#shapeOf(root);
    return {
      columns: [...this.#columns, ...this.#listColumns()],
      aliases: this.#aliases,
      places: this.#places,
      toRecord: read,
      convert,
      shape,
    };
  }

  #shapeOf(node: Node): RecordShape {
    const { idAlias, values, children } = node;
    return {
      id: this.#places.get(idAlias)!,
      fields: [...values.values()].filter(({ name }) => name !== 'id' && !children.has(name)),
      children: [...children].map(([name, child]) => ({ name, shape: this.#shapeOf(child) })),
    };
  }

  /** Made last, when all that is wanted of the records is known. */
  #listColumns(): RawBuilder<unknown>[] {
    return this.#lists.map(([alias, { source, builder }]) => {
      const { columns } = builder.build(source.record);
      return sql`${source.rows(columns)} as ${sql.id(alias)}`;
    });
  }

  #node(place: Place): Node {
    const isRoot = this.#root === undefined;
    const idAlias = this.#column(isRoot ? 'id' : `${place.alias}.id`, sql.id(place.alias, 'id'));
    return {
      place,
      reads: new Map(),
      values: new Map(),
      parts: new Map(),
      children: new Map(),
      lists: new Map(),
      idAlias,
    };
  }

  #child(node: Node, field: CompiledField): Node | undefined {
    const known = node.children.get(field.name);
    const place = known?.place ?? node.place.follow(field);
    if (known !== undefined || place === undefined) return known;
    const child = this.#node(place);
    node.children.set(field.name, child);
    return child;
  }

  #list(node: Node, field: CompiledField): RecordList | undefined {
    const known = node.lists.get(field.name);
    const source = known === undefined && this.#depth < DEEPEST_LIST ? listSource(node.place, field) : undefined;
    if (known !== undefined || source === undefined) return known;
    const list = { source, builder: new SelectionBuilder(this.#depth + 1) };
    node.lists.set(field.name, list);
    this.#lists.push([listAlias(node, field.name), list]);
    return list;
  }

  #read(node: Node, field: CompiledField, own: boolean): boolean {
    const { name } = field;
    if (node.reads.has(name) && !node.parts.delete(name)) return true;
    const ids = childListOf(field) === undefined ? undefined : listSource(node.place, field);
    if (childListOf(field) !== undefined && ids === undefined) return false;
    const decode = ids === undefined ? decoderOf(field, node.place.sight.catalog.model.workspace.currency) : asIs;
    const alias = this.#column(
      own ? name : `${node.place.alias}.${name}`,
      ids === undefined ? this.#selected(node, field) : ids.ids(),
    );
    if (own) this.#aliases.set(name, alias);
    if (own && decode !== asIs) this.#decoders.push([alias, decode]);
    node.reads.set(name, (row) => (row[alias] === null ? null : decode(row[alias])));
    node.values.set(name, { name, column: this.#places.get(alias)!, write: writerOf(field), decode });
    return true;
  }

  /** Within JSON what would lose digits or change its form goes as a text, which is how the driver gives it elsewhere. */
  #selected({ place }: Node, field: CompiledField): RawBuilder<unknown> {
    const selected = place.selected(field);
    return this.#depth > 0 && WRITTEN.has(codecOf(field).valueType) ? sql`(${selected})::text` : selected;
  }

  /** A part of a value, in the place of the whole: the city of an address. Several are answered together. */
  #part(node: Node, field: CompiledField, part: string): boolean {
    const asked = node.parts.get(field.name);
    if (asked !== undefined) asked.add(part);
    if (asked !== undefined || node.reads.has(field.name)) return true;
    const parts = new Set([part]);
    const whole = this.#column(`${node.place.alias}.${field.name}`, node.place.selected(field));
    const decode = codecOf(field).decode;
    node.parts.set(field.name, parts);
    this.#named = true;
    node.reads.set(field.name, (row) => {
      if (row[whole] === null) return null;
      const value = decode(row[whole]) as { [part: string]: JsonValue };
      return Object.fromEntries([...parts].map((each) => [each, value[each] ?? null]));
    });
    return true;
  }

  #named = false;

  /** The record a pointer leads to: object and id, and its name where that is asked for. */
  #pointer(node: Node, field: CompiledField, [part, ...rest]: readonly string[]): boolean {
    const named = part === 'name';
    if (rest.length > 0 || (!named && partField(field, part!) === undefined)) return false;
    const whole = `${node.place.alias}.${field.name}`;
    const pointer = this.#column(whole, node.place.selected(field));
    const decode = codecOf(field).decode;
    const nameAlias = `${whole}.name`;
    if (named) this.#column(nameAlias, pointerName(node.place, field));
    this.#named = true;
    const shown = named || this.#places.has(nameAlias);
    node.reads.set(field.name, (row) => {
      if (row[pointer] === null) return null;
      const found = decode(row[pointer]) as { [part: string]: JsonValue };
      return shown ? { ...found, name: row[nameAlias] as JsonValue } : found;
    });
    return true;
  }

  #column(alias: string, expression: RawBuilder<unknown>): string {
    if (!this.#places.has(alias)) {
      this.#places.set(alias, this.#columns.length);
      this.#columns.push(sql`${expression} as ${sql.id(alias)}`);
    }
    return alias;
  }
}

const WRITTEN = new Set(['numeric', 'bigint', 'timestamptz', 'date', 'time']);

function listAlias({ place }: Node, name: string): string {
  return `${place.alias}.${name}[]`;
}

function converterOf(decoders: readonly [string, (raw: unknown) => JsonValue][]): (row: RawRow) => RecordData {
  return (row) => {
    for (const [alias, decode] of decoders) {
      const raw = row[alias];
      if (raw !== null) row[alias] = decode(raw);
    }
    return row as RecordData;
  };
}

function readerOf(node: Node): (row: RawRow) => RecordData {
  const { idAlias } = node;
  const { children, lists } = node;
  const isWhole = (name: string): boolean => name !== 'id' && !children.has(name) && !lists.has(name);
  const parts: [string, Read][] = [...node.reads].filter(([name]) => isWhole(name));
  for (const [name, { builder, source }] of lists) {
    const alias = listAlias(node, name);
    const { toRecord } = builder.build(source.record);
    parts.push([name, (row) => (row[alias] as RawRow[] | null)?.map(toRecord) ?? null]);
  }
  for (const [name, child] of children) {
    const read = readerOf(child);
    parts.push([name, (row) => (row[child.idAlias] === null ? null : read(row))]);
  }
  return (row) => {
    const record: RecordData = { id: row[idAlias] as string };
    for (const [name, read] of parts) record[name] = read(row);
    return record;
  };
}
