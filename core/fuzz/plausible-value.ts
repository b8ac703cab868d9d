import type { OpenApiDocument } from '../testing/api-description.ts';
import type { Random } from '../testing/random.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Words that mean something to this workspace: ids that are there, names of its objects and fields, expressions. */
export type Words = Readonly<Record<string, readonly string[]>>;

const DEEPEST = 6;

/** A value as its schema describes it, mostly with what is really there, so that what is then broken gets far. */
export class PlausibleValues {
  #document: OpenApiDocument;
  #random: Random;
  #words: Words;

  constructor(document: OpenApiDocument, random: Random, words: Words) {
    this.#document = document;
    this.#random = random;
    this.#words = words;
  }

  /** `name` is the property or parameter it is for. */
  make(schema: unknown, name = '', depth = 0): unknown {
    const found = this.#resolve(schema as Schema);
    const known = this.#words[name];
    if (known !== undefined && isText(found) && this.#random.chance(0.8)) return this.#random.pick(known);
    if ('const' in found) return found.const;
    if (found.enum !== undefined) return this.#random.pick(found.enum);
    const choices = found.anyOf ?? found.oneOf;
    if (choices !== undefined && choices.length > 0) return this.make(this.#random.pick(choices), name, depth);
    if (found.allOf !== undefined) return Object.assign({}, ...found.allOf.map((each) => this.make(each, name, depth)));
    return this.#ofType(found, name, depth);
  }

  /** Any word there is. */
  word(): string {
    return this.#random.pick(this.#random.pick(Object.values(this.#words)));
  }

  #resolve(schema: Schema): Schema {
    const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1];
    if (name === undefined) return schema;
    return this.#resolve((this.#document.components.schemas[decodeURIComponent(name)] ?? {}) as Schema);
  }

  #ofType(schema: Schema, name: string, depth: number): unknown {
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['string', 'object', 'integer']);
    switch (this.#random.pick(types)) {
      case 'null':
        return null;
      case 'boolean':
        return this.#random.chance(0.5);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'array':
        return depth >= DEEPEST ? [] : this.#list(schema, name, depth);
      case 'object':
        return depth >= DEEPEST ? {} : this.#object(schema, depth);
      default:
        return this.#text(schema, name);
    }
  }

  #number({ minimum = 0, maximum = 100 }: Schema): number {
    return this.#random.integer(minimum, Math.max(minimum, Math.min(maximum, minimum + 100)));
  }

  #list(schema: Schema, name: string, depth: number): unknown[] {
    const length = this.#random.integer(0, 3);
    return Array.from({ length }, () => this.make(schema.items ?? {}, name, depth + 1));
  }

  #object(schema: Schema, depth: number): object {
    const properties = Object.entries(schema.properties ?? {});
    // Of a record with thirty fields only some are sent; of what is required, all.
    const share = properties.length > 8 ? 0.25 : 0.6;
    const sent = properties.filter(([name]) => schema.required?.includes(name) === true || this.#random.chance(share));
    return Object.fromEntries(sent.map(([name, each]) => [name, this.make(each, name, depth + 1)]));
  }

  #text({ format }: Schema, name: string): string {
    if (format === 'uuid') return this.#random.pick(this.#words['id'] ?? ['']);
    if (format === 'date') return '2026-11-21';
    if (format === 'date-time') return '2026-11-21T08:30:00Z';
    if (format === 'email') return 'somebody@example.com';
    return this.#random.chance(0.3) ? this.word() : `${name} ${this.#random.integer(0, 999)}`;
  }
}

function isText(schema: Schema): boolean {
  return schema.type === 'string' || schema.type === undefined || schema.type.includes('string');
}
