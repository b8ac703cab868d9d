import {
  documentKey,
  itemKey,
  sameJson,
  type Document,
  type DocumentChange,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { atOnce, type Breather, type Pieces } from '../kernel/breather.ts';
import type { FoldedDocument } from './fold.ts';
import { kindOf } from './kinds/index.ts';

/** What differs between two folds, document by document, in plain properties. */
export function diffFolds(from: readonly FoldedDocument[], to: readonly FoldedDocument[]): DocumentChange[] {
  return atOnce(changesOf(from, to));
}

/** The same beside running traffic. */
export function diffBeside(
  from: readonly FoldedDocument[],
  to: readonly FoldedDocument[],
  breather: Breather,
): Promise<DocumentChange[]> {
  return breather.through(changesOf(from, to));
}

function* changesOf(from: readonly FoldedDocument[], to: readonly FoldedDocument[]): Pieces<DocumentChange[]> {
  const before = new Map(from.map(({ document }) => [document.id, document]));
  const after = new Map(to.map(({ document }) => [document.id, document]));
  const changes: (DocumentChange | null)[] = [];
  for (const document of after.values()) {
    changes.push(changeOf(before.get(document.id), document));
    yield;
  }
  const removed = [...before.values()].filter((document) => !after.has(document.id));
  return [...changes.filter((change) => change !== null), ...removed.map((document) => change(document, 'remove', []))];
}

function changeOf(before: Document | undefined, after: Document): DocumentChange | null {
  if (before === undefined) return change(after, 'add', []);
  const properties = differences(before as unknown as JsonObject, after as unknown as JsonObject, '');
  if (properties.length === 0) return null;
  return change(after, actionOf(before, after), properties);
}

function actionOf(before: Document, after: Document): DocumentChange['action'] {
  if (before.archived !== true && after.archived === true) return 'archive';
  if (before.archived === true && after.archived !== true) return 'restore';
  return documentKey(before) === documentKey(after) ? 'change' : 'rename';
}

function change(
  document: Document,
  action: DocumentChange['action'],
  properties: DocumentChange['properties'],
): DocumentChange {
  const object = kindOf(document).object(document as never);
  return {
    kind: document.kind,
    key: documentKey(document),
    label: document.label,
    ...(object !== null && { object }),
    action,
    properties,
  };
}

/** Down to the single property; items of lists by their key, lists without keys as a whole. */
function differences(before: JsonObject, after: JsonObject, prefix: string): DocumentChange['properties'] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => difference(`${prefix}${name}`, before[name], after[name]));
}

function difference(
  path: string,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): DocumentChange['properties'] {
  if (sameJson(from, to)) return [];
  if (isPlain(from) && isPlain(to)) return differences(from, to, `${path}.`);
  if (Array.isArray(from) && Array.isArray(to)) {
    const key = itemKey(from);
    if (key !== null && key === itemKey(to)) {
      return itemDifferences(path, byKey(from as JsonObject[], key), byKey(to as JsonObject[], key));
    }
  }
  return [{ path, from: from ?? null, to: to ?? null }];
}

type Items = ReadonlyMap<string, JsonObject>;

function byKey(items: readonly JsonObject[], key: string): Items {
  return new Map(items.map((item) => [String(item[key]), item]));
}

/** What single items say, and, when those that stay stand in another order, the order of the whole list. */
function itemDifferences(path: string, before: Items, after: Items): DocumentChange['properties'] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].flatMap((key) => difference(`${path}.${key}`, before.get(key), after.get(key)));
  const staying = (items: Items, others: Items): string[] => [...items.keys()].filter((key) => others.has(key));
  const moved = !sameJson(staying(before, after), staying(after, before));
  return moved ? [...changes, { path, from: [...before.keys()], to: [...after.keys()] }] : changes;
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
