import type { WorkflowDocument } from '../documents/workflow.ts';
import type { Label } from '../label.ts';
import type { CompiledModel } from '../model/compiled.ts';
import { stepKind } from './step-kinds.ts';
import { triggerKind } from './trigger-kinds.ts';
import type { ChangedDocument, WorkflowProblem } from './workflow-problem.ts';

type Model = Pick<CompiledModel, 'objects'>;

/** A field of the triggering record that a document writes at an event. */
interface Write {
  by: Pick<WorkflowProblem, 'kind' | 'key'> & { label: Label };
  object: string;
  event: 'create' | 'update';
  field: string;
  path: string;
  /** What it depends on; null: it is always written. */
  when: Label | null;
  /** Which of the changes trigger it; null: it depends on something within, too, or is a rule. */
  on: { when: string; fields: readonly string[] } | null;
}

interface Pair {
  one: Write;
  other: Write;
}

/**
 * Fields that two workflows, or a workflow and a rule, always write into the same record at the same event: whichever comes
 * last stays, and that is chance.
 */
export function writtenTwice(workflows: readonly WorkflowDocument[], model: Model): WorkflowProblem[] {
  return pairsOf(workflows, model)
    .filter((pair) => isCertain(pair))
    .map(({ one, other }) => problem(one, 'written_twice', { ...named(one, model), other: other.by.label }));
}

/**
 * The same where one of the two depends on a condition, or both are rules, whose order is known. Whether two conditions can
 * hold at once is more than can be told in general, so it is told of documents that change, and stops nothing.
 */
export function mayBeWrittenTwice(
  workflows: readonly WorkflowDocument[],
  model: Model,
  changes: readonly ChangedDocument[],
): WorkflowProblem[] {
  const changed = new Set(changes.map(({ kind, key }) => `${kind} ${key}`));
  const isChanged = ({ by }: Write): boolean => changed.has(`${by.kind} ${by.key}`);
  return pairsOf(workflows, model)
    .filter((pair) => !isCertain(pair) && (isChanged(pair.one) || isChanged(pair.other)))
    .map(({ one, other }) =>
      problem(one, 'may_be_written_twice', {
        ...named(one, model),
        one: one.by.label,
        one_when: one.when ?? ALWAYS,
        other: other.by.label,
        other_when: other.when ?? ALWAYS,
      }),
    );
}

const ALWAYS: Label = { en: 'always', zh: '始终' };

function isCertain({ one, other }: Pair): boolean {
  if (one.on !== null && other.on !== null && one.on.when === other.on.when && overlap(one.on.fields, other.on.fields))
    return true;
  return one.when === null && other.when === null && (one.by.kind === 'workflow' || other.by.kind === 'workflow');
}

/** Whether the same change triggers both: they watch all fields alike, or one at least together. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 ? other.length === 0 : one.some((field) => other.includes(field));
}

function problem(
  { by, path }: Write,
  code: WorkflowProblem['code'],
  params: WorkflowProblem['params'],
): WorkflowProblem {
  return { kind: by.kind, key: by.key, path, code, params };
}

function named({ object, field }: Write, model: Model): WorkflowProblem['params'] {
  const found = Object.hasOwn(model.objects, object) ? model.objects[object] : undefined;
  return { object: found?.label ?? object, field: found?.fields[field]?.label ?? field };
}

/** Every two documents that write one field at one event, the workflow first. */
function pairsOf(workflows: readonly WorkflowDocument[], model: Model): Pair[] {
  const writes = [...workflows.filter(({ active }) => active).flatMap(writesOf), ...ruleWrites(model)];
  const groups = Map.groupBy(writes, ({ object, event, field }) => `${object} ${event} ${field}`);
  return [...groups.values()].flatMap((group) => {
    const documents = new Map<string, Write>();
    for (const write of group) {
      const key = `${write.by.kind} ${write.by.key}`;
      if (!documents.has(key)) documents.set(key, write);
    }
    const each = [...documents.values()];
    return each.flatMap((one, at) => each.slice(at + 1).map((other): Pair => ({ one, other })));
  });
}

/** What a workflow writes into the record that triggers it. */
function writesOf(workflow: WorkflowDocument): Write[] {
  const { trigger, steps } = workflow;
  const event = triggerKind(trigger.type)?.on;
  const object = trigger.settings['object'];
  if (event === undefined || event === 'delete' || typeof object !== 'string') return [];
  const certain = certainSteps(workflow);
  return steps.flatMap((step, index) => {
    const { record = 'record', values } = step.settings;
    if (step.type !== 'update_record' || record !== 'record' || typeof values !== 'object' || values === null)
      return [];
    const when = narrowing(workflow) ?? (certain.has(step.id) ? null : ON_A_WAY);
    const on = certain.has(step.id) ? triggeredBy(workflow) : null;
    return Object.keys(values).map((field) => ({
      by: { kind: 'workflow' as const, key: workflow.name, label: workflow.label },
      object,
      event,
      field,
      path: `steps.${index}.settings.values.${field}`,
      when,
      on,
    }));
  });
}

const ON_A_WAY: Label = { en: 'on one of its ways only', zh: '仅在其某一分支' };

/** Why only some of the changes trigger it. */
function narrowing({ trigger: { settings } }: WorkflowDocument): Label | null {
  const { when, fields } = settings;
  if (typeof when === 'string' && when !== '') return { en: `only when ${when}`, zh: `仅当 ${when}` };
  if (!Array.isArray(fields) || fields.length === 0) return null;
  return { en: `only when ${fields.join(', ')} changes`, zh: `仅当 ${fields.join('、')} 变更` };
}

function triggeredBy({ trigger: { settings } }: WorkflowDocument): NonNullable<Write['on']> {
  const { when, fields } = settings;
  return {
    when: typeof when === 'string' ? when.trim() : '',
    fields: Array.isArray(fields) ? fields.map(String) : [],
  };
}

/** Steps that every run comes to: those before the first that has more than one way to go on. */
function certainSteps({ first, steps }: WorkflowDocument): ReadonlySet<string> {
  const certain = new Set<string>();
  for (let id = first; id !== undefined && !certain.has(id);) {
    const step = steps.find((each) => each.id === id);
    if (step === undefined) break;
    certain.add(step.id);
    const ways = (stepKind(step.type)?.outcomes(step) ?? []).filter(({ name }) => name !== 'failed');
    id = ways.length === 1 ? step.next[ways[0]!.name] : undefined;
  }
  return certain;
}

function ruleWrites(model: Model): Write[] {
  return Object.values(model.objects).flatMap((object) =>
    object.rules.flatMap((rule): Write[] =>
      rule.type !== 'default' || rule.on !== 'save'
        ? []
        : (['create', 'update'] as const).map((event) => ({
            by: { kind: 'rule', key: rule.name, label: rule.label },
            object: object.name,
            event,
            field: rule.field,
            path: 'value',
            on: null,
            when: rule.when === undefined ? null : { en: `only when ${rule.when}`, zh: `仅当 ${rule.when}` },
          })),
    ),
  );
}
