import { documentKey, type Document, type DocumentChange, type JsonValue } from '@stratacrm/sdk';

/** What differs between the documents of two releases, told as the way from the first to the second. */
export function compareDocuments(from: readonly Document[], to: readonly Document[]): DocumentChange[] {
  const before = new Map(from.map((document) => [document.id, document]));
  const after = new Map(to.map((document) => [document.id, document]));
  const removed = from.filter((document) => !after.has(document.id)).map((document) => change('remove', document, []));
  const rest = to.flatMap((document) => {
    const former = before.get(document.id);
    if (!former) return [change('add', document, [])];
    const properties = propertyChanges(former, document);
    return properties.length === 0 ? [] : [change(actionOf(former, document), document, properties)];
  });
  return [...removed, ...rest];
}

function change(
  action: DocumentChange['action'],
  document: Document,
  properties: DocumentChange['properties'],
): DocumentChange {
  const object = document.kind === 'object' ? document.name : 'object' in document ? document.object : undefined;
  return {
    kind: document.kind,
    key: documentKey(document),
    label: document.label,
    action,
    properties,
    ...(object === undefined ? {} : { object }),
  };
}

function actionOf(from: Document, to: Document): DocumentChange['action'] {
  if (from.archived !== to.archived) return to.archived ? 'archive' : 'restore';
  return from.name === to.name ? 'change' : 'rename';
}

function propertyChanges(from: Document, to: Document): DocumentChange['properties'] {
  return differences(asJson(from), asJson(to), []);
}

const asJson = (document: Document): JsonValue => JSON.parse(JSON.stringify(document)) as JsonValue;

function differences(
  from: JsonValue | undefined,
  to: JsonValue | undefined,
  path: string[],
): DocumentChange['properties'] {
  if (isPlain(from) && isPlain(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].flatMap((key) => differences(from[key], to[key], [...path, key]));
  }
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [{ path: path.join('.'), from: from ?? null, to: to ?? null }];
}

function isPlain(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
