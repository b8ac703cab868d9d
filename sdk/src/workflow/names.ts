import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import { checkExpression } from '../expressions/check-expression.ts';
import type { ExpressionScope } from '../expressions/expression.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { CompiledField, CompiledModel, CompiledObject } from '../model/compiled.ts';
import { graphOf, type Graph } from './graph.ts';
import type { Result } from './step-kind.ts';
import { stepKind } from './step-kinds.ts';
import { triggerKind } from './trigger-kinds.ts';

/** The object whose fields are the names a step can use. No object of a model can be called so. */
export const NAMES_OBJECT = '~workflow';

/** Knows what every step of one workflow can name, and of which type it is. */
export class WorkflowNames {
  readonly graph: Graph;
  readonly #document: WorkflowDocument;
  readonly #model: Pick<CompiledModel, 'objects'>;
  readonly #known = new Map<string, readonly Result[]>();

  constructor(document: WorkflowDocument, model: Pick<CompiledModel, 'objects'>) {
    this.#document = document;
    this.#model = model;
    this.graph = graphOf(document);
  }

  /** The object whose record triggers the workflow. */
  get object(): string | undefined {
    const object = this.#document.trigger.settings['object'];
    return typeof object === 'string' && Object.hasOwn(this.#model.objects, object) ? object : undefined;
  }

  /** Names a step can use: those of the trigger, and results of the steps that may stand before it. */
  at(stepId: string): readonly Result[] {
    const known = this.#known.get(stepId);
    if (known !== undefined) return known;
    // While it is being worked out a step that leads back to itself adds nothing.
    this.#known.set(stepId, this.#ofTrigger());
    const results = [
      ...this.#ofTrigger(),
      ...this.graph.before(stepId).flatMap((step) => this.#resultsOf(step)),
      ...this.graph.around(stepId).flatMap((step) => this.#innerResultsOf(step)),
    ];
    this.#known.set(stepId, results);
    return results;
  }

  /** What an expression of the step is checked against. */
  scope(stepId: string, expect?: ExpressionType): ExpressionScope {
    return scopeOf(this.#model, this.at(stepId), expect);
  }

  #ofTrigger(): Result[] {
    const { trigger } = this.#document;
    const kind = triggerKind(trigger.type);
    const object = this.object;
    const record: Result[] =
      object === undefined
        ? []
        : [{ name: 'record', type: { type: 'ref', object }, ...(kind?.on === 'delete' && { deleted: true }) }];
    const old: Result[] =
      object === undefined || kind?.on !== 'update' ? [] : [{ name: 'old', type: { type: 'ref', object } }];
    return [...record, ...old, ...(kind?.results?.(trigger) ?? [])];
  }

  #resultsOf(step: WorkflowStep): readonly Result[] {
    return stepKind(step.type)?.results?.(step, (source) => this.#typeOf(step.id, source)) ?? [];
  }

  #innerResultsOf(step: WorkflowStep): readonly Result[] {
    return stepKind(step.type)?.innerResults?.(step, (source) => this.#typeOf(step.id, source)) ?? [];
  }

  #typeOf(stepId: string, source: string): ExpressionType | undefined {
    const result = checkExpression(source, this.scope(stepId));
    return result.ok ? result.expression.type : undefined;
  }
}

/** The model with the names as one more object, whose fields they are. */
export function scopeOf(
  model: Pick<CompiledModel, 'objects'>,
  names: readonly Result[],
  expect?: ExpressionType,
): ExpressionScope {
  const objects = { ...model.objects, [NAMES_OBJECT]: namesObject(names) };
  return { model: { objects }, object: NAMES_OBJECT, form: 'filter', sql: false, ...(expect && { expect }) };
}

/** The names as an object. */
export function namesObject(names: readonly Result[]): CompiledObject {
  const label = { en: 'Names', zh: '名称' };
  return {
    kind: 'object',
    id: NAMES_OBJECT,
    name: NAMES_OBJECT,
    label,
    label_plural: label,
    name_field: 'record',
    origin: 'platform',
    managed: true,
    layouts: [],
    views: [],
    rules: [],
    fields: Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name.name, namedField(name)]))),
  };
}

const FIELD_TYPES: { [Type in Exclude<ExpressionType['type'], 'ref' | 'list'>]?: string } = {
  bool: 'boolean',
  int: 'integer',
  decimal: 'decimal',
  text: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'datetime',
  duration: 'duration',
  json: 'json',
};

function namedField({ name, type }: Result): CompiledField {
  return {
    kind: 'field',
    id: name,
    object: NAMES_OBJECT,
    name,
    label: { en: name, zh: name },
    system: false,
    origin: 'platform',
    ...typeAsField(type),
  };
}

function typeAsField(type: ExpressionType): { type: string; to?: string } {
  if (type.type === 'ref') return { type: 'reference', to: (type as { object: string }).object };
  if (type.type === 'list') return { type: 'tags' };
  return { type: FIELD_TYPES[type.type as keyof typeof FIELD_TYPES] ?? 'json' };
}
