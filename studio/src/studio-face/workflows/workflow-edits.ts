import {
  fillPieces,
  isPeopleExpression,
  stepKind,
  stepSettings,
  triggerKind,
  type JsonValue,
  type PeopleKind,
  type SettingType,
  type WorkflowDocument,
  type WorkflowStep,
} from '@stratacrm/sdk';
import { freeName } from '../names/suggest-name.ts';

/** Where a step hangs: on an outcome of another, or on the beginning. */
export type Place = { step: string; outcome: string } | 'beginning';

/** A workflow that does nothing yet. */
export function emptyWorkflow(
  name: string,
  label: WorkflowDocument['label'],
  trigger: string,
  object: string,
): Omit<WorkflowDocument, 'id'> {
  const hasObject = triggerKind(trigger)?.settings.some((setting) => setting.name === 'object') ?? false;
  return {
    kind: 'workflow',
    name,
    label,
    format: 1,
    active: false,
    trigger: { type: trigger, settings: hasObject ? { object } : {} },
    steps: [],
  };
}

/** The workflow with a new step at the place; what stood there follows the new one. */
export function addStep(
  document: WorkflowDocument,
  type: string,
  place: Place,
  given: WorkflowStep['settings'] = {},
): { document: WorkflowDocument; id: string } {
  const kind = stepKind(type)!;
  const id = freeName(type, new Set(document.steps.map((step) => step.id)));
  const settings = Object.fromEntries(
    kind.settings.flatMap((setting): [string, JsonValue][] =>
      setting.default === undefined ? [] : [[setting.name, setting.default]],
    ),
  );
  const bare: WorkflowStep = { id, type, version: kind.version, settings: { ...settings, ...given }, next: {} };
  const own = (kind.own?.(bare) ?? []).flatMap((setting): [string, JsonValue][] =>
    setting.default === undefined ? [] : [[setting.name, setting.default]],
  );
  const step: WorkflowStep = { ...bare, settings: { ...Object.fromEntries(own), ...bare.settings } };
  const follows = followerOf(document, place);
  const onward = kind.outcomes(step).find((outcome) => !(kind.inner ?? []).includes(outcome.name));
  if (follows !== undefined && onward !== undefined) step.next = { [onward.name]: follows };
  return { document: connect({ ...document, steps: [...document.steps, step] }, place, id), id };
}

function followerOf(document: WorkflowDocument, place: Place): string | undefined {
  if (place === 'beginning') return document.first;
  return document.steps.find((step) => step.id === place.step)?.next[place.outcome];
}

/** Leads the place to the step. */
export function connect(document: WorkflowDocument, place: Place, to: string): WorkflowDocument {
  if (place === 'beginning') return { ...document, first: to };
  return changeStep(document, place.step, (step) => ({ ...step, next: { ...step.next, [place.outcome]: to } }));
}

/** Leads the place nowhere. */
export function disconnect(document: WorkflowDocument, place: Place): WorkflowDocument {
  if (place === 'beginning') {
    const { first: _, ...rest } = document;
    return rest;
  }
  return changeStep(document, place.step, ({ next, ...step }) => {
    const { [place.outcome]: _, ...others } = next;
    return { ...step, next: others };
  });
}

/** Takes a step out; whoever led to it leads to what followed it. */
export function removeStep(document: WorkflowDocument, id: string): WorkflowDocument {
  const gone = document.steps.find((step) => step.id === id);
  if (gone === undefined) return document;
  const inner = stepKind(gone.type)?.inner ?? [];
  const [, follower] = Object.entries(gone.next).find(([outcome]) => !inner.includes(outcome)) ?? [];
  const steps = document.steps
    .filter((step) => step.id !== id)
    .map((step) => ({ ...step, next: redirected(step.next, id, follower) }));
  const { first, ...rest } = document;
  const beginning = first === id ? follower : first;
  return { ...rest, steps, ...(beginning !== undefined && { first: beginning }) };
}

function redirected(next: WorkflowStep['next'], from: string, to: string | undefined): WorkflowStep['next'] {
  return Object.fromEntries(
    Object.entries(next).flatMap(([outcome, target]): [string, string][] => {
      if (target !== from) return [[outcome, target]];
      return to === undefined ? [] : [[outcome, to]];
    }),
  );
}

export function changeStep(
  document: WorkflowDocument,
  id: string,
  change: (step: WorkflowStep) => WorkflowStep,
): WorkflowDocument {
  return { ...document, steps: document.steps.map((step) => (step.id === id ? change(step) : step)) };
}

/** Another value of a setting, of a step or of the trigger; undefined takes it out. */
export function changeSetting(
  document: WorkflowDocument,
  step: string | null,
  name: string,
  value: JsonValue | undefined,
): WorkflowDocument {
  const changed = (settings: WorkflowStep['settings']): WorkflowStep['settings'] => {
    const { [name]: _, ...rest } = settings;
    return value === undefined ? rest : { ...rest, [name]: value };
  };
  if (step === null) {
    const { trigger } = document;
    return { ...document, trigger: { ...trigger, settings: changed(trigger.settings) } };
  }
  return changeStep(document, step, (each) => ({ ...each, settings: changed(each.settings) }));
}

/** Gives a step another name; ways that lead to it follow, and so does what other steps say of its result. */
export function renameStep(document: WorkflowDocument, id: string, to: string): WorkflowDocument {
  const steps = document.steps.map((step) => ({
    ...step,
    id: step.id === id ? to : step.id,
    next: redirected(step.next, id, to),
    settings: step.id === id ? step.settings : renamedSettings(step, id, to),
  }));
  return { ...document, steps, ...(document.first === id && { first: to }) };
}

function renamedSettings(step: WorkflowStep, id: string, to: string): WorkflowStep['settings'] {
  const types = new Map(stepSettings(step).map((setting) => [setting.name, setting.type]));
  return Object.fromEntries(
    Object.entries(step.settings).map(([name, value]) => [name, renamedIn(value, types.get(name), id, to)]),
  );
}

function renamedIn(value: JsonValue, type: SettingType | undefined, id: string, to: string): JsonValue {
  const expression = (source: JsonValue): JsonValue =>
    typeof source === 'string' ? renamedName(source, id, to) : source;
  switch (type) {
    case 'condition':
    case 'value':
    case 'record':
    case 'moment':
    case 'list':
      return expression(value);
    case 'filter':
    case 'template':
      return typeof value === 'string' ? fillPieces(value, (source) => `{{ ${renamedName(source, id, to)} }}`) : value;
    case 'values':
      return Object.fromEntries(Object.entries(value as object).map(([field, source]) => [field, expression(source)]));
    case 'cases':
      return (value as { condition: string }[]).map((each) => ({ ...each, condition: expression(each.condition) }));
    case 'people':
    case 'territories':
      return (value as { kind: PeopleKind; value: string; condition?: string }[]).map((each) => ({
        ...each,
        ...(isPeopleExpression(each) && { value: expression(each.value) }),
        ...(each.condition !== undefined && { condition: expression(each.condition) }),
      }));
    default:
      return value;
  }
}

/** The expression with a name replaced, also where something is added to it (`found_count`); texts in quotes stay. */
function renamedName(source: string, id: string, to: string): string {
  const pattern = new RegExp(
    `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|(?<![\\w.])(each_)?${id}(_\\w+)?(?!\\w)`,
    'g',
  );
  return source.replace(pattern, (match, before: string | undefined, after: string | undefined) =>
    /^["']/.test(match) ? match : `${before ?? ''}${to}${after ?? ''}`,
  );
}
