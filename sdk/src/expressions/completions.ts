import type { Label } from '../label.ts';
import { partsOf } from '../field-types/field-part.ts';
import type { CompiledObject } from '../model/compiled.ts';
import { signatureOf } from './check-call.ts';
import type { ExpressionScope } from './expression.ts';
import type { UserName } from './expression-node.ts';
import { MACROS } from './check-list.ts';
import { incomingReferences } from './check-related.ts';
import { CursorScope, PATH } from './cursor-scope.ts';
import { FORMS, formMethod, type FormName } from './forms.ts';
import { hierarchyOf } from './hierarchy.ts';
import { FUNCTIONS, type FunctionName } from './functions/index.ts';
import { liveField, liveFields, objectOf, typeOfField, USER_NAMES } from './names.ts';
import { typeText } from './type-text.ts';

/** One thing that could stand where the cursor is. */
export interface Completion {
  kind: 'field' | 'user' | 'function' | 'root' | 'option';
  /** What is inserted, and by what it is found. */
  text: string;
  /** What people call it. */
  label: Label;
  /** Its type or signature. */
  detail: Label;
  doc?: Label;
}

export interface Completions {
  /** Offset where the text to be replaced begins; it ends at the cursor. */
  from: number;
  options: readonly Completion[];
}

/** All names that may begin an expression in the scope: fields, roots, functions. */
export function completionsFor(scope: ExpressionScope): readonly Completion[] {
  const object = objectOf(scope, scope.object);
  const begin = scope.form === 'record' ? roots(scope) : [...fieldsOf(object), ...roots(scope)];
  return [...begin, ...functions(scope)];
}

/**
 * What fits at a position of the text being written: after a dot the fields there and what can be asked, in a text beside
 * a select its options, within related() what points to the record.
 */
export function completionsAt(source: string, position: number, scope: ExpressionScope): Completions {
  const before = source.slice(0, position);
  const cursor = new CursorScope(before, scope);
  const option = OPTION_BESIDE.exec(before);
  if (option !== null) return { from: position - option[2]!.length, options: optionsOf(option[1]!, cursor) };
  const pointing = RELATED.exec(before);
  if (pointing !== null)
    return { from: position - pointing[2]!.length, options: pointingTo(pointing[1], cursor, scope) };
  if (isNoName(before)) return { from: position, options: [] };
  const call = METHOD.exec(before);
  if (call !== null && cursor.listObject(before.slice(0, call.index + 1)) !== undefined) {
    return { from: position - call[1]!.length, options: methods('list') };
  }
  const names = PATH.exec(before)?.[0].split('.') ?? [''];
  const from = position - names.at(-1)!.length;
  if (names.length > 1) return { from, options: after(names.slice(0, -1), cursor, scope) };
  return { from, options: [...items(cursor, scope), ...completionsFor(scope)] };
}

/** `stage == "` · `stage in ["won", "`: a text begun beside a path. */
const OPTION_BESIDE =
  /([A-Za-z_]\w{0,80}(?:\.\w{1,80}){0,7})\s{0,9}(?:==|!=|in\s{0,9}\[[^\][]{0,2000})\s{0,9}["']([^"']{0,80})$/;

/** `related("` · `record.account.related("contact.`. */
const RELATED = /(?:([A-Za-z_]\w{0,80}(?:\.\w{1,80}){0,7})\.)?related\(\s{0,9}["']([\w.]{0,160})$/;

/** `2`, `1.5`: a number, which no name continues. */
const NUMBER = /(?:^|[^\w.])\d[\w.]{0,80}$/;

const TEXTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** Whether a number, a text or the end of one stands before the cursor: what is offered there would be put into it by Enter. */
function isNoName(before: string): boolean {
  return NUMBER.test(before) || /["']$/.test(before) || /["']/.test(before.replaceAll(TEXTS, ''));
}

/** `).s`: a name begun after a call. */
const METHOD = /\)\s{0,9}\.(\w{0,80})$/;

function fieldsOf(object: CompiledObject | undefined): Completion[] {
  if (object === undefined) return [];
  return liveFields(object).map((field) => ({
    kind: 'field',
    text: field.name,
    label: field.label,
    detail: typeText(typeOfField(field)),
    ...(field.help === undefined ? {} : { doc: field.help }),
  }));
}

function roots(scope: ExpressionScope): Completion[] {
  const user = root('user', { en: 'Who acts', zh: '当前用户' });
  if (scope.form === 'filter') return [user];
  const record = root('record', { en: 'The record', zh: '当前记录' });
  return scope.sql === true
    ? [record, user]
    : [record, root('old', { en: 'The record before this change', zh: '修改前的记录' }), user];
}

function root(text: string, label: Label): Completion {
  return { kind: 'root', text, label, detail: label };
}

function functions(scope: ExpressionScope): Completion[] {
  const sql = scope.sql ?? scope.form === 'filter';
  const names = (Object.keys(FUNCTIONS) as FunctionName[]).filter(
    (name) => !(sql && FUNCTIONS[name].notInSql === true),
  );
  const forms = (Object.keys(FORMS) as FormName[]).filter(
    (name) => formMethod(name) !== 'only' && !(sql && name === 'changed'),
  );
  return [
    ...forms.map((name) => functionCompletion(name, FORMS[name].signature, FORMS[name].doc)),
    ...names.map((name) => functionCompletion(name, signatureOf(name, FUNCTIONS[name]), FUNCTIONS[name].doc)),
  ].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

function functionCompletion(text: string, signature: string, doc: Label): Completion {
  const detail = { en: signature, zh: signature };
  return { kind: 'function', text, label: detail, detail, doc };
}

function after(path: readonly string[], cursor: CursorScope, scope: ExpressionScope): Completion[] {
  const [first] = path;
  if (first === 'user' && path.length === 1 && !namesField(scope, 'user')) return userNames();
  const type = cursor.typeAt(path);
  if (type === undefined) return [];
  if (type.type === 'list') return methods('list');
  const object = cursor.objectAt(path);
  if (object === undefined) return [...partCompletions(path, cursor), ...methods('value')];
  const found = objectOf(scope, object);
  // The record itself stands for its fields; only a reference or an item can be asked where it belongs.
  const isRecord = scope.form === 'record' && path.length === 1 && !cursor.items.includes(first!);
  return [...fieldsOf(found), ...(isRecord || found === undefined ? [] : referenceMethods(found))];
}

/** `address.` is followed by its parts. */
function partCompletions(path: readonly string[], cursor: CursorScope): Completion[] {
  const field = cursor.fieldAt(path);
  if (field === undefined) return [];
  return partsOf(field).map(({ name, label, type }) => ({ kind: 'field', text: name, label, detail: typeText(type) }));
}

/** The items that the macros around the cursor have given names to. */
function items(cursor: CursorScope, scope: ExpressionScope): Completion[] {
  return cursor.items.toReversed().map((name) => {
    const label = objectOf(scope, cursor.objectAt([name]) ?? '')?.label ?? { en: name, zh: name };
    return { kind: 'root', text: name, label, detail: label };
  });
}

function pointingTo(path: string | undefined, cursor: CursorScope, scope: ExpressionScope): Completion[] {
  const target = cursor.objectAt(path?.split('.') ?? []);
  if (target === undefined) return [];
  return incomingReferences(scope, target).map(({ object, field }) => {
    const label = {
      en: `${object.label_plural.en}: ${field.label.en}`,
      zh: `${object.label_plural.zh}：${field.label.zh}`,
    };
    return { kind: 'option', text: `${object.name}.${field.name}`, label, detail: label };
  });
}

function namesField(scope: ExpressionScope, name: string): boolean {
  const object = objectOf(scope, scope.object);
  return scope.form === 'filter' && object !== undefined && liveField(object, name) !== undefined;
}

function userNames(): Completion[] {
  return (Object.keys(USER_NAMES) as UserName[]).map((name) => {
    const detail = typeText(USER_NAMES[name]);
    return { kind: 'user', text: name, label: detail, detail };
  });
}

/** What is asked of lists, and what of single values. */
function methods(of: 'list' | 'value'): Completion[] {
  const takesList = (name: FunctionName): boolean => FUNCTIONS[name].parameters[0]?.kind === 'text_or_list';
  const names = (Object.keys(FUNCTIONS) as FunctionName[]).filter(
    (name) => FUNCTIONS[name].method === true && (of === 'value' || takesList(name)),
  );
  const called = names.map((name) => functionCompletion(name, signatureOf(name, FUNCTIONS[name]), FUNCTIONS[name].doc));
  return of === 'value' ? called : [...MACROS.map(formCompletion), ...called];
}

function referenceMethods(object: CompiledObject): Completion[] {
  const related = formCompletion('related');
  return hierarchyOf(object) === undefined ? [related] : [formCompletion('is_under'), related];
}

function formCompletion(name: FormName): Completion {
  return functionCompletion(name, FORMS[name].signature, FORMS[name].doc);
}

function optionsOf(written: string, cursor: CursorScope): Completion[] {
  const options = cursor.fieldAt(written.split('.'))?.options ?? [];
  return options.map((option) => ({ kind: 'option', text: option.value, label: option.label, detail: option.label }));
}
