import type { Document } from '@stratacrm/sdk';
import type { Path, Reference, Target } from './kind.ts';

/** A place whose value is a name. */
export function valueReference(document: Document, path: Path, target: Target, optional = false): Reference {
  return { path, target, optional, renamed: (to) => changedAt(document, path, () => to) };
}

/** A place whose property name is a name. */
export function keyReference(document: Document, path: Path, target: Target): Reference {
  return { path, target, renamed: (to) => renamedKey(document, path, to) };
}

/** The same document with another property name in one place. */
export function renamedKey(document: Document, path: Path, to: string): Document {
  const from = String(path.at(-1));
  return changedAt(document, path.slice(0, -1), (value) =>
    Object.fromEntries(
      Object.entries(value as object).map(([key, inner]): [string, unknown] => [key === from ? to : key, inner]),
    ),
  );
}

/** A reference for each field of a sort: `-close_date,stage`. */
export function sortReferences(document: Document, path: Path, sort: string | undefined, object: string): Reference[] {
  const parts = (sort ?? '').split(',').filter((part) => part.trim() !== '');
  return parts.map((part, index) => {
    const [, sign = '', field = ''] = /^\s*(-?)(.*?)\s*$/.exec(part) ?? [];
    return {
      path,
      target: { kind: 'field', object, path: field, needs: 'sortable' },
      renamed: (to) => changedAt(document, path, () => parts.with(index, `${sign}${to}`).join(',')),
    };
  });
}

/** References for a list of field names. */
export function fieldReferences(
  document: Document,
  path: Path,
  fields: readonly string[] | undefined,
  object: string,
): Reference[] {
  return (fields ?? []).map((field, index) =>
    valueReference(document, [...path, index], { kind: 'field', object, path: field }, true),
  );
}

/** The same document with another value in one place. */
export function changedAt(document: Document, path: Path, change: (value: unknown) => unknown): Document {
  return changed(document, path, change) as Document;
}

function changed(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.with(Number(step), changed(value[Number(step)], rest, change));
  const object = value as Record<string, unknown>;
  return { ...object, [step]: changed(object[step], rest, change) };
}
