import type { PluginPartKind } from '../documents/plugin-part.ts';
import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import type { Issue } from '../errors/strata-error.ts';
import { checkExpression } from '../expressions/check-expression.ts';
import type { ExpressionScope } from '../expressions/expression.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import { liveField, typeOfField } from '../expressions/names.ts';
import type { CompiledModel } from '../model/compiled.ts';
import { didYouMean } from '../suggestion.ts';
import { settingIssue, isBlank } from './check-setting.ts';
import { filterSample } from './filter-sample.ts';
import type { Graph } from './graph.ts';
import { askIssues } from './lint-ask.ts';
import { NAMES_OBJECT, WorkflowNames } from './names.ts';
import { isAskedFor } from './setting.ts';
import { settingsOf, usesOf, type Settings, type SettingUse } from './setting-uses.ts';
import { STEP_KINDS, stepKind } from './step-kinds.ts';
import { TRIGGER_KINDS, triggerKind } from './trigger-kinds.ts';
import { upgradeWorkflow } from './upgrade-workflow.ts';

/** What a workflow may refer to. */
export interface WorkflowSurroundings {
  model: Pick<CompiledModel, 'objects'>;
  hasRole(name: string): boolean;
  hasWorkflow(name: string): boolean;
  /** The object whose records a template of mails is about; undefined when there is no such template. */
  templateObject(name: string): string | undefined;
  /** Absent where connections are not known; a publish looks at them all the same. */
  hasConnection?(name: string): boolean;
  /** Absent where a reference of the model tells of it. */
  hasPluginPart?(name: string, part: PluginPartKind): boolean;
}

/**
 * Everything wrong with a workflow, each at its place in the document: `steps.2.settings.values.amount`. The same check
 * runs while it is drawn and when it is published.
 */
export function lintWorkflow(given: WorkflowDocument, around: WorkflowSurroundings): Issue[] {
  const document = upgradeWorkflow(given);
  const names = new WorkflowNames(document, around.model);
  return [
    ...triggerIssues(document),
    ...roleIssues(document, around),
    ...document.steps.flatMap((step, index) => stepIssues(step, index, names.graph)),
    ...shapeIssues(document, names.graph),
    ...settingsOf(document).flatMap((settings) => settingIssues(settings, names, around)),
  ];
}

function triggerIssues({ trigger }: WorkflowDocument): Issue[] {
  if (triggerKind(trigger.type) !== undefined) return [];
  const suggestion = didYouMean(
    trigger.type,
    TRIGGER_KINDS.map((kind) => kind.name),
  );
  return [{ path: 'trigger.type', code: 'unknown_trigger_kind', params: { type: trigger.type, suggestion } }];
}

function roleIssues({ run_as, trigger }: WorkflowDocument, around: WorkflowSurroundings): Issue[] {
  // Nobody triggers what the clock or the outside begins, so there is nobody whose rights it could have.
  const kind = triggerKind(trigger.type);
  if (run_as === undefined && (kind?.byClock === true || kind?.byNobody === true))
    return [{ path: 'run_as', code: 'required', params: { label: { en: 'Acts with the role', zh: '执行角色' } } }];
  if (run_as === undefined || around.hasRole(run_as)) return [];
  return [{ path: 'run_as', code: 'dangling_reference', params: { place: 'run_as', target: run_as } }];
}

function stepIssues(step: WorkflowStep, index: number, graph: Graph): Issue[] {
  const path = `steps.${index}`;
  const kind = stepKind(step.type);
  if (kind === undefined) {
    const suggestion = didYouMean(
      step.type,
      STEP_KINDS.map(({ name }) => name),
    );
    return [{ path: `${path}.type`, code: 'unknown_step_kind', params: { type: step.type, suggestion } }];
  }
  const outcomes = kind.outcomes(step);
  const issues: Issue[] = [];
  if (step.version > kind.version) {
    issues.push({
      path: `${path}.version`,
      code: 'step_from_the_future',
      params: { version: step.version, known: kind.version },
    });
  }
  for (const [outcome, to] of Object.entries(step.next)) {
    const at = `${path}.next.${outcome}`;
    if (!outcomes.some(({ name }) => name === outcome))
      issues.push({ path: at, code: 'unknown_outcome', params: { step: step.id, outcome } });
    else if (graph.step(to) === undefined)
      issues.push({ path: at, code: 'step_leads_nowhere', params: { step: step.id, outcome, to } });
  }
  if (kind.effect === 'outside' && step.next['failed'] === undefined && step.settings['stop_on_failure'] !== true)
    issues.push({ path: `${path}.next.failed`, code: 'no_way_for_failure', params: { step: step.id } });
  if (kind.name === 'send_email' && isBlank(step.settings['people']) && isBlank(step.settings['addresses']))
    issues.push({ path: `${path}.settings.people`, code: 'mail_without_reader' });
  if (kind.name === 'wait' && isBlank(step.settings['for']) && isBlank(step.settings['until']))
    issues.push({ path: `${path}.settings.for`, code: 'endless_wait', params: { step: step.id } });
  if (kind.asksPeople === true) issues.push(...askIssues(step, path));
  return issues;
}

function shapeIssues(document: WorkflowDocument, graph: Graph): Issue[] {
  const { steps, first, active } = document;
  const issues: Issue[] = [];
  if (active && (first === undefined || steps.length === 0))
    issues.push({ path: 'first', code: 'workflow_without_steps' });
  if (first !== undefined && graph.step(first) === undefined)
    issues.push({ path: 'first', code: 'step_leads_nowhere', params: { step: '·', outcome: 'first', to: first } });
  steps.forEach((step, index) => {
    if (graph.circular.includes(step.id))
      issues.push({ path: `steps.${index}`, code: 'endless_circle', params: { step: step.id } });
    else if (!graph.reachable.has(step.id))
      issues.push({ path: `steps.${index}`, code: 'unreachable_step', params: { step: step.id } });
    const outer = sharedBody(step, graph);
    if (outer !== undefined)
      issues.push({ path: `steps.${index}`, code: 'inner_step_shared', params: { step: step.id, outer } });
  });
  return issues;
}

/** The step that this one is within although another way leads to it from outside. */
function sharedBody(step: WorkflowStep, graph: Graph): string | undefined {
  const outer = graph.around(step.id)[0];
  if (outer === undefined) return undefined;
  const inner = new Set(stepKind(outer.type)?.inner ?? []);
  const outside = graph
    .before(step.id)
    .some(
      (other) =>
        other.id !== outer.id &&
        !graph.around(other.id).some(({ id }) => id === outer.id) &&
        Object.values(other.next).includes(step.id),
    );
  const after = Object.entries(outer.next).some(([outcome, to]) => to === step.id && !inner.has(outcome));
  return outside || after ? outer.id : undefined;
}

function settingIssues(settings: Settings, names: WorkflowNames, around: WorkflowSurroundings): Issue[] {
  const { described, given, path } = settings;
  const known = new Set(described.map((setting) => setting.name));
  const unknown: Issue[] =
    described.length === 0 && Object.keys(given).length > 0 && settings.step !== null && !stepKind(settings.step.type)
      ? []
      : Object.keys(given)
          .filter((name) => !known.has(name))
          .map((name) => ({ path: [...path, name].join('.'), code: 'unknown_setting', params: { name } }));
  return [
    ...unknown,
    ...described.flatMap((setting): Issue[] => {
      if (!isAskedFor(setting, settings)) return [];
      const issue = settingIssue(setting, given[setting.name]);
      if (issue !== null) return [{ ...issue, path: [...path, setting.name].join('.') }];
      return usesOf(setting, settings).flatMap((use) => useIssues(use, settings, names, around));
    }),
  ];
}

function useIssues(use: SettingUse, settings: Settings, names: WorkflowNames, around: WorkflowSurroundings): Issue[] {
  const path = use.path.join('.');
  switch (use.kind) {
    case 'object':
      return Object.hasOwn(around.model.objects, use.name) ? [] : [dangling(path, use.name)];
    case 'role':
      return around.hasRole(use.name) ? [] : [dangling(path, use.name)];
    case 'workflow':
      return around.hasWorkflow(use.name) ? [] : [dangling(path, use.name)];
    case 'field': {
      const object = objectOfUse(use, settings, names);
      return fieldOf(around, object, use.name) === undefined && isObject(around, object)
        ? [dangling(path, `${object}.${use.name}`)]
        : [];
    }
    case 'connection':
      return around.hasConnection?.(use.name) === false
        ? [{ path, code: 'unknown_connection', params: { name: use.name } }]
        : [];
    case 'plugin_part':
      return around.hasPluginPart?.(use.name, use.part) === false ? [dangling(path, use.name)] : [];
    case 'email_template':
      return templateIssues(path, use, settings, names, around);
    case 'expression':
      return expressionIssues(path, use.source, scopeFor(settings, names, use.expect), use.is);
    case 'value':
      return valueIssues(path, use, settings, names, around);
    case 'filter':
      return filterIssues(path, use.source, objectOfUse(use, settings, names), settings, names, around);
  }
}

/** The template is there, and speaks of the kind of record that it is given. */
function templateIssues(
  path: string,
  { name, record }: Extract<SettingUse, { kind: 'email_template' }>,
  settings: Settings,
  names: WorkflowNames,
  around: WorkflowSurroundings,
): Issue[] {
  const object = around.templateObject(name);
  if (object === undefined) return [dangling(path, name)];
  const about = recordType(record, scopeFor(settings, names));
  if (about === undefined || about === object) return [];
  const title = around.model.objects[object]?.label ?? { en: object, zh: object };
  return [
    wrongKind(path, {
      en: `a template about ${about}, not about ${title.en}`,
      zh: `针对 ${about} 的模板，而非${title.zh}`,
    }),
  ];
}

function dangling(path: string, target: string): Issue {
  return { path, code: 'dangling_reference', params: { place: path, target } };
}

function isObject(around: WorkflowSurroundings, name: string | undefined): name is string {
  return name !== undefined && Object.hasOwn(around.model.objects, name);
}

function fieldOf(around: WorkflowSurroundings, object: string | undefined, name: string) {
  return isObject(around, object) ? liveField(around.model.objects[object]!, name) : undefined;
}

/** A trigger's condition is a rule over the record; a step's names stand for themselves. */
export function scopeFor({ step }: Settings, names: WorkflowNames, expect?: ExpressionType): ExpressionScope {
  if (step !== null) return names.scope(step.id, expect);
  const scope = names.scope('', expect);
  return names.object === undefined ? scope : { ...scope, object: names.object, form: 'record' };
}

function expressionIssues(
  path: string,
  source: string,
  scope: ExpressionScope,
  is?: 'record' | 'moment' | 'list' | 'user',
): Issue[] {
  const result = checkExpression(source, scope);
  if (!result.ok) return result.problems.map(({ code, params }) => ({ path, code, ...(params && { params }) }));
  // Steps read with the rights of whom they act for, one record at a time; lists are the business of "Find records".
  if (result.expression.usesRecords && scope.object === NAMES_OBJECT)
    return [
      wrongKind(path, {
        en: 'an expression without lists of records (use the step "Find records")',
        zh: '不含记录列表的表达式（请使用“查找记录”步骤）',
      }),
    ];
  const { type } = result.expression.type;
  if (is === 'record' && type !== 'ref') return [wrongKind(path, { en: 'a record', zh: '记录' })];
  if (is === 'user' && (type !== 'ref' || (result.expression.type as { object: string }).object !== 'user'))
    return [wrongKind(path, { en: 'a user, such as record.owner', zh: '用户，例如 record.owner' })];
  if (is === 'list' && type !== 'list') return [wrongKind(path, { en: 'a list', zh: '列表' })];
  if (is === 'moment' && type !== 'date' && type !== 'timestamp')
    return [wrongKind(path, { en: 'a date or a moment', zh: '日期或时刻' })];
  return [];
}

function wrongKind(path: string, expected: { en: string; zh: string }): Issue {
  return { path, code: 'invalid_setting', params: { label: path, expected } };
}

function valueIssues(
  path: string,
  use: Extract<SettingUse, { kind: 'value' }>,
  settings: Settings,
  names: WorkflowNames,
  around: WorkflowSurroundings,
): Issue[] {
  const scope = scopeFor(settings, names);
  const object = isObject(around, use.of) ? use.of : recordType(use.record, scope);
  if (object === undefined) return [];
  const field = fieldOf(around, object, use.field);
  if (field === undefined) return [dangling(path, `${object}.${use.field}`)];
  const expect = typeOfField(field);
  const loose =
    expect.type === 'json' || expect.type === 'list' || expect.type === 'place' || expect.type === 'duration';
  return expressionIssues(path, use.source, loose ? scope : { ...scope, expect });
}

/** The object of the record that an expression gives. */
export function recordType(source: string | undefined, scope: ExpressionScope): string | undefined {
  const result = source === undefined ? undefined : checkExpression(source, scope);
  return result?.ok === true && result.expression.type.type === 'ref'
    ? (result.expression.type as { object: string }).object
    : undefined;
}

/** The object that a setting says outright, or whose record its expression gives. */
export function objectOfUse(
  { of, record }: { of: string | undefined; record?: string },
  settings: Settings,
  names: WorkflowNames,
): string | undefined {
  return of ?? recordType(record, scopeFor(settings, names));
}

function filterIssues(
  path: string,
  source: string,
  object: string | undefined,
  settings: Settings,
  names: WorkflowNames,
  around: WorkflowSurroundings,
): Issue[] {
  if (!isObject(around, object)) return [];
  const sample = filterSample(source, scopeFor(settings, names));
  // What is wrong inside the braces was told already.
  if (sample === null) return [];
  return expressionIssues(path, sample, { model: around.model, object, form: 'filter', expect: { type: 'bool' } });
}
