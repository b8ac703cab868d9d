import {
  StrataError,
  childListOf,
  didYouMean,
  type CompiledObject,
  type Issue,
  type JsonValue,
  type RecordData,
} from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { isPart, type Place } from '../sql/record-source.ts';
import { asIs } from '../store/storage-codec.ts';
import { decoderOf } from '../store/field-column.ts';

type RawRow = Record<string, unknown>;
type Read = (row: RawRow) => JsonValue;

/** The columns of a SELECT and how a row of them becomes a record. */
export interface Selection {
  columns: RawBuilder<unknown>[];
  /** Field → alias of its column, for fields of the record itself. */
  aliases: ReadonlyMap<string, string>;
  toRecord(row: RawRow): RecordData;
  /**
   * Makes the row itself the record, where there are no records within it: a third less work for a long list. Only for
   * rows that have no other columns. They are no longer what they were.
   */
  convert: ((row: RawRow) => RecordData) | undefined;
}

/** References followed by one path; more would be a join each. */
const DEEPEST = 6;
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
  children: Map<string, Node>;
  idAlias: string;
}

class SelectionBuilder {
  #columns: RawBuilder<unknown>[] = [];
  #taken = new Map<string, string>();
  #aliases = new Map<string, string>();
  /** Of the record's own fields, those whose values do not come as they are told. */
  #decoders: [alias: string, decode: (raw: unknown) => JsonValue][] = [];
  #root: Node | undefined;

  /** false when there is no such path. */
  add(record: Place, path: readonly string[]): boolean {
    this.#root ??= this.#node(record);
    const end = path.length > DEEPEST ? undefined : record.find(path);
    if (end === undefined || isPart(end.field)) return false;
    let node = this.#root;
    for (const name of path.slice(0, -1)) node = this.#child(node, name);
    this.#read(node, path[path.length - 1]!, path.length === 1);
    return true;
  }

  build(record: Place): Selection {
    const root = (this.#root ??= this.#node(record));
    const read = readerOf(root);
    const convert = root.children.size === 0 ? converterOf(this.#decoders) : undefined;
    return { columns: this.#columns, aliases: this.#aliases, toRecord: read, convert };
  }

  #node(place: Place): Node {
    const idAlias = this.#column(place.alias === 't' ? 'id' : `${place.alias}.id`, sql.id(place.alias, 'id'));
    return { place, reads: new Map(), children: new Map(), idAlias };
  }

  #child(node: Node, name: string): Node {
    let child = node.children.get(name);
    if (child === undefined) {
      child = this.#node(node.place.follow(node.place.object.fields[name]!)!);
      node.children.set(name, child);
    }
    return child;
  }

  #read(node: Node, name: string, own: boolean): void {
    const field = node.place.object.fields[name]!;
    const decode = decoderOf(field, node.place.sight.catalog.model.workspace.currency);
    const alias = this.#column(own ? name : `${node.place.alias}.${name}`, node.place.selected(field));
    if (own) this.#aliases.set(name, alias);
    if (own && decode !== asIs) this.#decoders.push([alias, decode]);
    node.reads.set(name, (row) => (row[alias] === null ? null : decode(row[alias])));
  }

  #column(alias: string, expression: RawBuilder<unknown>): string {
    if (!this.#taken.has(alias)) {
      this.#taken.set(alias, alias);
      this.#columns.push(sql`${expression} as ${sql.id(alias)}`);
    }
    return alias;
  }
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
  const parts: [string, Read][] = [...node.reads].filter(([name]) => name !== 'id' && !node.children.has(name));
  for (const [name, child] of node.children) {
    const read = readerOf(child);
    parts.push([name, (row) => (row[child.idAlias] === null ? null : read(row))]);
  }
  return (row) => {
    const record: RecordData = { id: row[idAlias] as string };
    for (const [name, read] of parts) record[name] = read(row);
    return record;
  };
}
