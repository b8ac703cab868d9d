import type { WorkflowStep, WorkflowTrigger } from '../documents/workflow.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { FormField } from '../workflow/form.ts';
import type { PeopleEntry, Territory } from '../workflow/people.ts';
import type { SettingType, WorkflowSetting } from '../workflow/setting.ts';
import { stepKind, type StepKinds } from '../workflow/step-kinds.ts';
import type { TriggerKinds } from '../workflow/trigger-kinds.ts';
import type { BodyOf, DraftOf } from './document-draft.ts';

/** As what a setting is written; all others are texts. */
interface ValueTypes extends Record<Exclude<SettingType, 'select'>, unknown> {
  text: string;
  template: string;
  integer: number;
  boolean: boolean;
  object: string;
  field: string;
  fields: readonly string[];
  condition: string;
  value: string;
  record: string;
  moment: string;
  filter: string;
  values: { readonly [field: string]: string };
  cases: readonly { name: string; condition: string }[];
  duration: string;
  role: string;
  form: readonly FormField[];
  cron: string;
  time_zone: string;
  workflow: string;
  email_template: string;
  connection: string;
  expressions: { readonly [name: string]: string };
  sample: string;
  people: readonly PeopleEntry[];
  territories: readonly Territory[];
  plugin_step: string;
  plugin_event: string;
  amounts: readonly number[];
}

type ValueOf<Setting> = Setting extends { type: 'select'; options: readonly { value: infer Value }[] }
  ? Value
  : Setting extends { type: keyof ValueTypes }
    ? ValueTypes[Setting['type']]
    : never;

/** Whether it must always be there: what only another setting asks for, or has a standard, need not. */
type IsNeeded<Setting> = Setting extends { onlyIf: object } | { default: unknown }
  ? false
  : Setting extends { required: true }
    ? true
    : false;

type WrittenSettings<Settings extends readonly WorkflowSetting[]> = {
  [Each in Settings[number] as IsNeeded<Each> extends true ? Each['name'] : never]: ValueOf<Each>;
} & {
  [Each in Settings[number] as IsNeeded<Each> extends true ? never : Each['name']]?: ValueOf<Each>;
};

/** Name of a kind of step. */
export type StepKindName = StepKinds[number]['name'];

/** Name of a kind of trigger. */
export type TriggerKindName = TriggerKinds[number]['name'];

/** The settings of a kind of step; a step of a plugin has those of its own besides. */
export type SettingsOfStep<Name extends StepKindName> = WrittenSettings<
  Extract<StepKinds[number], { name: Name }>['settings']
> &
  (Name extends 'run_plugin' ? { [own: string]: JsonValue } : unknown);

/** The settings of a kind of trigger. */
export type SettingsOfTrigger<Name extends TriggerKindName> = WrittenSettings<
  Extract<TriggerKinds[number], { name: Name }>['settings']
>;

/** What a step is called, and where its ways out lead. */
export interface StepFrame {
  label?: Label;
  /** Outcome → id of the step that follows; absent: once done, the one beneath it in the list. */
  next?: WorkflowStep['next'];
  at?: WorkflowStep['at'];
}

/** A step as it is written, before it is known what stands beneath it. */
export type StepDraft = Omit<WorkflowStep, 'next' | 'version'> & Pick<StepFrame, 'next'>;

/** A workflow as its author writes it. */
export interface WorkflowDefinition extends Omit<
  BodyOf<'workflow', 'name'>,
  'format' | 'active' | 'trigger' | 'first' | 'steps'
> {
  /** What makes it begin, see `begins`. */
  trigger: WorkflowTrigger;
  /** Whether it is switched on; default yes. */
  active?: boolean;
  /** Default: the first of the list. */
  first?: string;
  steps: readonly StepDraft[];
}

/** What makes a workflow begin: `begins('record_created', { object: 'lead' })`. */
export function begins<Name extends TriggerKindName>(type: Name, settings: SettingsOfTrigger<Name>): WorkflowTrigger {
  return { type, settings: settings as WorkflowTrigger['settings'] };
}

/** One step: its id, its kind, its settings: `does('thank', 'send_email', { addresses: 'record.email', … })`. */
export function does<Name extends StepKindName>(
  id: string,
  type: Name,
  settings: SettingsOfStep<Name>,
  { label, next, at }: StepFrame = {},
): StepDraft {
  const draft = { id, type, settings: settings as WorkflowStep['settings'] };
  return { ...draft, ...(label && { label }), ...(next && { next }), ...(at && { at }) };
}

/** Automation as a graph of steps, the same document that the designer draws. */
export function defineWorkflow(name: string, definition: WorkflowDefinition): DraftOf<'workflow'> {
  const { steps, first = steps[0]?.id, active = true, ...rest } = definition;
  return {
    kind: 'workflow',
    name,
    format: 1,
    active,
    ...rest,
    ...(first !== undefined && { first }),
    steps: steps.map((draft, at) => stepOf(draft, steps[at + 1])),
  };
}

/** Each step is of the newest version of its kind; what has but one way on goes on with the step beneath it. */
function stepOf({ next, ...draft }: StepDraft, beneath: StepDraft | undefined): WorkflowStep {
  const step: WorkflowStep = { ...draft, version: stepKind(draft.type)?.version ?? 1, next: next ?? {} };
  const [onward] = stepKind(draft.type)?.outcomes(step) ?? [];
  const leads = next === undefined && beneath !== undefined && onward?.name === 'done';
  return leads ? { ...step, next: { done: beneath.id } } : step;
}
