import type { Label } from '../label.ts';
import { partsOf } from '../field-types/field-part.ts';
import type { CompiledObject } from '../model/compiled.ts';
import { signatureOf } from './check-call.ts';
import type { ExpressionScope } from './expression.ts';
import type { UserName } from './expression-node.ts';
import { FORMS, type FormName } from './forms.ts';
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

/** What fits at a position of the text being written: after a dot the fields there, in a text beside a select its options. */
export function completionsAt(source: string, position: number, scope: ExpressionScope): Completions {
  const before = source.slice(0, position);
  const option = OPTION_BESIDE.exec(before);
  if (option !== null) return { from: position - option[2]!.length, options: optionsOf(option[1]!, scope) };
  const names = /[A-Za-z_]\w*(?:\.\w*)*$/.exec(before)?.[0].split('.') ?? [''];
  const from = position - names.at(-1)!.length;
  return { from, options: names.length === 1 ? completionsFor(scope) : after(names.slice(0, -1), scope) };
}

/** `stage == "` · `stage in ["won", "`: a text begun beside a path. */
const OPTION_BESIDE =
  /([A-Za-z_]\w{0,80}(?:\.\w{1,80}){0,7})\s{0,9}(?:==|!=|in\s{0,9}\[[^\][]{0,2000})\s{0,9}["']([^"']{0,80})$/;

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
  const forms = (Object.keys(FORMS) as FormName[]).filter((name) => !(sql && name === 'changed'));
  return [
    ...forms.map((name) => functionCompletion(name, FORMS[name].signature, FORMS[name].doc)),
    ...names.map((name) => functionCompletion(name, signatureOf(name, FUNCTIONS[name]), FUNCTIONS[name].doc)),
  ].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

function functionCompletion(text: string, signature: string, doc: Label): Completion {
  const detail = { en: signature, zh: signature };
  return { kind: 'function', text, label: detail, detail, doc };
}

function after(path: readonly string[], scope: ExpressionScope): Completion[] {
  const [first, ...rest] = path;
  if (first === 'user' && rest.length === 0 && !namesField(scope, 'user')) return userNames();
  const names = scope.form === 'filter' ? path : first === 'record' || first === 'old' ? rest : undefined;
  if (names === undefined) return [];
  const object = objectAfter(names, scope);
  return object === undefined ? [...partCompletions(names, scope), ...methodsOf()] : fieldsOf(object);
}

/** `address.` is followed by its parts. */
function partCompletions(path: readonly string[], scope: ExpressionScope): Completion[] {
  const object = objectAfter(path.slice(0, -1), scope);
  const field = object && liveField(object, path.at(-1) ?? '');
  if (field === undefined) return [];
  return partsOf(field).map(({ name, label, type }) => ({ kind: 'field', text: name, label, detail: typeText(type) }));
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

/** The object whose fields follow after a path of references. */
function objectAfter(path: readonly string[], scope: ExpressionScope): CompiledObject | undefined {
  let object = objectOf(scope, scope.object);
  for (const name of path) {
    const field = object === undefined ? undefined : liveField(object, name);
    const type = field === undefined ? undefined : typeOfField(field);
    object = type?.type === 'ref' ? objectOf(scope, type.object) : undefined;
  }
  return object;
}

function methodsOf(): Completion[] {
  const names = (Object.keys(FUNCTIONS) as FunctionName[]).filter((name) => FUNCTIONS[name].method === true);
  return names.map((name) => functionCompletion(name, signatureOf(name, FUNCTIONS[name]), FUNCTIONS[name].doc));
}

function optionsOf(written: string, scope: ExpressionScope): Completion[] {
  const path = written.split('.').slice(scope.form === 'filter' ? 0 : 1);
  const object = objectAfter(path.slice(0, -1), scope);
  const options = (object && liveField(object, path.at(-1) ?? '')?.options) ?? [];
  return options.map((option) => ({ kind: 'option', text: option.value, label: option.label, detail: option.label }));
}
