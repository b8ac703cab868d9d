import { triggerKind, type WorkflowDocument } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** A field of the triggering record that a document writes at an event. */
interface Write {
  by: { en: string; zh: string };
  object: string;
  event: 'create' | 'update';
  field: string;
  path: string;
  workflow: WorkflowDocument | null;
}

/**
 * Fields that two workflows, or a workflow and a rule, always write into the same record at the same event. One with a
 * condition, or with fields that it watches, is left out: whether two conditions can hold at once is more than can be told
 * in general.
 */
export function writtenTwice(workflows: readonly WorkflowDocument[], catalog: Catalog): ModelProblem[] {
  const writes = [...workflows.filter(({ active }) => active).flatMap(writesOf), ...ruleWrites(catalog)];
  const problems: ModelProblem[] = [];
  const seen = new Map<string, Write>();
  for (const write of writes.toReversed()) {
    const key = `${write.object} ${write.event} ${write.field}`;
    const other = seen.get(key);
    seen.set(key, write);
    if (other === undefined || write.workflow === null || other.workflow === write.workflow) continue;
    problems.push({
      kind: 'workflow',
      key: write.workflow.name,
      path: write.path,
      code: 'written_twice',
      params: { field: write.field, object: write.object, other: other.by },
    });
  }
  return problems;
}

/** What a workflow writes, without any condition, into the record that triggers it. */
function writesOf(workflow: WorkflowDocument): Write[] {
  const { trigger, steps } = workflow;
  const event = triggerKind(trigger.type)?.on;
  const object = trigger.settings['object'];
  if (event === undefined || event === 'delete' || typeof object !== 'string' || isNarrowed(workflow)) return [];
  return steps.flatMap((step, index) => {
    const { record = 'record', values } = step.settings;
    if (step.type !== 'update_record' || record !== 'record' || typeof values !== 'object' || values === null)
      return [];
    return Object.keys(values).map((field) => ({
      by: workflow.label,
      object,
      event,
      field,
      path: `steps.${index}.settings.values.${field}`,
      workflow,
    }));
  });
}

/** Whether only some of the changes trigger it, so that it need not meet another. */
function isNarrowed({ trigger: { settings } }: WorkflowDocument): boolean {
  const { when, fields } = settings;
  return (typeof when === 'string' && when !== '') || (Array.isArray(fields) && fields.length > 0);
}

function ruleWrites({ model }: Catalog): Write[] {
  return Object.values(model.objects).flatMap((object) =>
    object.rules.flatMap((rule): Write[] =>
      rule.type !== 'default' || rule.on !== 'save' || rule.when !== undefined
        ? []
        : (['create', 'update'] as const).map((event) => ({
            by: rule.label,
            object: object.name,
            event,
            field: rule.field,
            path: '',
            workflow: null,
          })),
    ),
  );
}
