import {
  FUNCTIONS,
  type CompiledField,
  type CompiledModel,
  type ExpressionFunction,
  type ExpressionScope,
  type Label,
} from '@stratacrm/sdk';

/** One thing that may stand at a place of an expression. */
export interface Completion {
  text: string;
  kind: 'field' | 'function' | 'name' | 'value';
  /** What it is, in words. */
  label: Label;
  detail: string;
}

export interface Completions {
  /** Where the text to be replaced begins. */
  from: number;
  items: Completion[];
}

const NAMES: readonly { text: string; label: Label }[] = [
  { text: 'record', label: { en: 'The record as it is to be', zh: '当前记录' } },
  { text: 'old', label: { en: 'The record as it was', zh: '修改前的记录' } },
  { text: 'user', label: { en: 'The person who acts', zh: '当前用户' } },
];

const USER: readonly { text: string; label: Label }[] = [
  { text: 'id', label: { en: 'His id', zh: '用户标识' } },
  { text: 'email', label: { en: 'His e-mail', zh: '邮箱' } },
  { text: 'name', label: { en: 'His name', zh: '姓名' } },
  { text: 'roles', label: { en: 'His roles', zh: '角色' } },
  { text: 'teams', label: { en: 'Teams he belongs to', zh: '所属团队' } },
  { text: 'managed_teams', label: { en: 'Teams he manages', zh: '管理的团队' } },
];

/** What may stand where the cursor is: fields behind a dot, options behind a comparison, otherwise names and functions. */
export function completionsAt(
  source: string,
  at: number,
  scope: Pick<ExpressionScope, 'object' | 'form'> & { model: Pick<CompiledModel, 'objects'> },
): Completions {
  const before = source.slice(0, at);
  const option = /([a-z_][\w.]*)\s*(?:==|!=|in\s*\[(?:[^\]]*,)?)\s*"?([\w-]*)$/.exec(before);
  if (option) {
    const items = optionsOf(scope, option[1] ?? '');
    if (items.length > 0) return { from: at - (option[2] ?? '').length - (/"[\w-]*$/.test(before) ? 1 : 0), items };
  }
  const path = /((?:[a-z_]\w*\.)*)([A-Za-z_]\w*)?$/.exec(before);
  const steps = (path?.[1] ?? '').split('.').filter((step) => step !== '');
  const from = at - (path?.[2] ?? '').length;
  if (steps.length > 0) return { from, items: behind(scope, steps) };
  const start = scope.form === 'filter' ? fieldsOf(scope, scope.object) : named(NAMES);
  const user = scope.form === 'filter' ? named(NAMES.slice(2)) : [];
  return { from, items: [...start, ...user, ...functions(false)] };
}

function behind(scope: Parameters<typeof completionsAt>[2], steps: readonly string[]): Completion[] {
  const [first, ...rest] = steps;
  if (first === 'user' && rest.length === 0) return named(USER);
  const own = scope.form === 'filter' ? steps : first === 'record' || first === 'old' ? rest : null;
  if (own === null) return [];
  const reached = fieldAt(scope, own);
  if (own.length === 0) return fieldsOf(scope, scope.object);
  if (reached?.to !== undefined || reached?.type === 'user') return fieldsOf(scope, reached.to ?? 'user');
  return functions(true);
}

function fieldAt(scope: Parameters<typeof completionsAt>[2], path: readonly string[]): CompiledField | undefined {
  let object: string | undefined = scope.object;
  let field: CompiledField | undefined;
  for (const name of path) {
    field = object === undefined ? undefined : scope.model.objects[object]?.fields[name];
    object = field?.to ?? (field?.type === 'user' ? 'user' : undefined);
  }
  return field;
}

function fieldsOf(scope: Parameters<typeof completionsAt>[2], object: string): Completion[] {
  return Object.values(scope.model.objects[object]?.fields ?? {})
    .filter((field) => field.archived !== true)
    .map((field) => ({ text: field.name, kind: 'field', label: field.label, detail: field.type }));
}

function optionsOf(scope: Parameters<typeof completionsAt>[2], dotted: string): Completion[] {
  const path = dotted.split('.');
  const own = scope.form === 'filter' ? path : path[0] === 'record' || path[0] === 'old' ? path.slice(1) : [];
  return (fieldAt(scope, own)?.options ?? [])
    .filter((option) => option.archived !== true)
    .map((option) => ({ text: JSON.stringify(option.value), kind: 'value', label: option.label, detail: '' }));
}

const named = (names: readonly { text: string; label: Label }[]): Completion[] =>
  names.map(({ text, label }) => ({ text, kind: 'name', label, detail: '' }));

function functions(methods: boolean): Completion[] {
  const all: [string, ExpressionFunction][] = Object.entries(FUNCTIONS);
  const listed = all
    .filter(([, { method }]) => !methods || method === true)
    .map(([name, each]): Completion => ({
      text: name,
      kind: 'function',
      label: each.doc,
      detail: `(${each.parameters
        .slice(methods ? 1 : 0)
        .map((parameter) => parameter.name)
        .join(', ')})`,
    }));
  const extra: Completion[] = methods
    ? []
    : [
        {
          text: 'has',
          kind: 'function',
          label: { en: 'Whether the field has a value.', zh: '字段是否有值。' },
          detail: '(field)',
        },
        {
          text: 'changed',
          kind: 'function',
          label: { en: 'Whether the field has changed.', zh: '字段是否已变更。' },
          detail: '("field")',
        },
      ];
  return [...listed, ...extra];
}
