import type {
  Document,
  DocumentKind,
  DocumentKinds,
  ExpressionType,
  FieldTraits,
  PluginPartKind,
  ScreenMount,
} from '@stratacrm/sdk';
import type { z } from 'zod';

export type Path = readonly (string | number)[];

/** What a document can point to by name. */
export type Target =
  | { kind: 'object'; name: string }
  | { kind: 'option_set'; name: string }
  | { kind: 'role'; name: string }
  | { kind: 'workflow'; name: string }
  /** Made for that place, and there for records of that object or fields of that type. */
  | { kind: 'screen'; name: string; mount: ScreenMount; object?: string; type?: string }
  /** Code of a plugin, that can be used as this. */
  | { kind: 'plugin_part'; name: string; part: PluginPartKind }
  | { kind: 'view'; object: string; name: string }
  /** Its parts filled by these fields of the object. */
  | { kind: 'view_type'; name: string; object: string; parts: Readonly<Record<string, string>> }
  /** `path` may lead through references: `account.industry`. */
  | { kind: 'field'; object: string; path: string; needs?: keyof FieldTraits }
  | { kind: 'option'; object: string; field: string; value: string };

/** One place of a document that names something else. */
export interface Reference {
  path: Path;
  target: Target;
  /** An entry of a list that may simply be left out when its target is archived. */
  optional?: boolean;
  /** The same document with another name in this place. */
  renamed(to: string): Document;
}

/** One expression in a document. */
export interface ExpressionUse {
  path: Path;
  source: string;
  /** `*`: it must be right for every object. */
  object: string;
  form: 'filter' | 'record';
  /** It runs in the database too; default as in ExpressionScope. */
  sql?: boolean;
  expect?: ExpressionType;
  /** It stands between braces in the text of that place, which is plain or formatted. */
  braces?: 'text' | 'html';
}

/** Everything the model needs to know of a kind of document. */
export interface Kind<Name extends DocumentKind = DocumentKind> {
  kind: Name;
  /** The shape; given the raw input because that of a field depends on its type. */
  schema(input: Record<string, unknown>): z.ZodType;
  /** It comes with the package of a plugin alone, whose file it belongs to. */
  packaged?: true;
  /** Names that may not be used, with what they are reserved for. */
  reservedName?(name: string): string | null;
  /** The object it belongs to; null when it stands alone. */
  object(document: DocumentKinds[Name]): string | null;
  references(document: DocumentKinds[Name]): Reference[];
  expressions(document: DocumentKinds[Name]): ExpressionUse[];
  /** Without this it has no sense, and goes with it. */
  standsOn?(document: DocumentKinds[Name]): Target | undefined;
  /** The document without the optional entries whose target is gone. */
  prune?(document: DocumentKinds[Name], isGone: (target: Target) => boolean): DocumentKinds[Name];
}
