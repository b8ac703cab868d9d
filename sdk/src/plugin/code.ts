import type { JsonValue } from '../json.ts';
import type { ValueDisplay } from '../field-types/value-display.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { Label } from '../label.ts';
import type { FormField } from '../workflow/form.ts';
import type { WorkflowSetting } from '../workflow/setting.ts';
import type { Outcome } from '../workflow/step-kind.ts';
import type { Capability, HttpMethod } from './capability.ts';
import type { LowerLimits } from './limits.ts';
import type { PartInput, PartSetting } from './part-form.ts';

/**
 * What of a plugin runs: the part of its manifest that says which code there is and what it may do. Each declaration is
 * answered by a handler of the same name in the bundle, see `handlerKey`.
 */
export interface PluginCode {
  capabilities?: Capability[];
  limits?: LowerLimits;
  hooks?: HookDeclaration[];
  functions?: FunctionDeclaration[];
  actions?: ActionDeclaration[];
  steps?: StepDeclaration[];
  triggers?: TriggerDeclaration[];
  jobs?: JobDeclaration[];
  validators?: ValidatorDeclaration[];
  field_types?: FieldTypeDeclaration[];
  enrichers?: EnricherDeclaration[];
  connectors?: ConnectorDeclaration[];
  endpoints?: EndpointDeclaration[];
  migrations?: MigrationDeclaration[];
  settings?: SettingDeclaration[];
}

/** The sections of a manifest whose entries have a handler, and the word that stands before its name. */
export const HANDLER_WORDS = {
  hooks: 'hook',
  functions: 'function',
  actions: 'action',
  steps: 'step',
  jobs: 'job',
  validators: 'validator',
  field_types: 'field_type',
  enrichers: 'enricher',
  connectors: 'connector',
  endpoints: 'endpoint',
} as const;

export type HandlerWord = (typeof HANDLER_WORDS)[keyof typeof HANDLER_WORDS] | 'migration';

/** Under which name the bundle exports a handler in `handlers`: `hook/score_deal`. */
export function handlerKey(word: HandlerWord, name: string): string {
  return `${word}/${name}`;
}

/**
 * The global name under which a bundle, a classic script, leaves its exports: `var plugin = (function () { … })()`. What
 * counts there is `plugin.handlers`, handler key → function.
 */
export const BUNDLE_GLOBAL = 'plugin';

export interface Declaration {
  /** `snake_case`, unique within its section. */
  name: string;
  label: Label;
  description?: Label;
}

export const HOOK_EVENTS = ['create', 'update', 'delete', 'transition', 'sign_in'] as const;

export type HookEvent = (typeof HOOK_EVENTS)[number];

/** Code at a change of records or at a sign-in. */
export interface HookDeclaration extends Declaration {
  /** before: within the save, may set values and refuse; after: a job once the change is in the database. */
  when: 'before' | 'after';
  on: HookEvent[];
  /** Absent for `sign_in` alone. */
  object?: string;
  /** Fields it is handed; absent: all that its capability lets it read. */
  reads?: string[];
  /** Fields a before-hook may set. */
  writes?: string[];
  /** update: only when one of these changes; transition: only into one of these stages. */
  fields?: string[];
  to?: string[];
  /** Whether a before-hook that breaks refuses the save or lets it pass; default `refuse`. */
  on_error?: 'refuse' | 'continue';
  /** Lower runs earlier; default 100. Equal ones run in the order of their plugins' ids. */
  order?: number;
}

/** Code that others call by name: the plugin's own screens, workflows, programs. */
export interface FunctionDeclaration extends Declaration {
  input?: FormField[];
  /** Roles that may call it from outside; absent: administrators alone; `*`: everybody who is signed in. */
  roles?: string[] | '*';
}

/** Code behind a button; which records show it, to whom and with what form is said by the `action` document of its name. */
export interface ActionDeclaration extends Declaration {
  /** The object whose records it is handed; absent: it is about none. */
  object?: string;
}

/** A kind of workflow step. */
export interface StepDeclaration extends Declaration {
  icon?: string;
  settings?: WorkflowSetting[];
  /** Ways out beside `done` and `failed`. */
  outcomes?: Outcome[];
  results?: { name: string; type: ExpressionType }[];
}

/** Something that happens in the plugin and begins workflows: `host.events.emit(name, …)`. */
export interface TriggerDeclaration extends Declaration {
  icon?: string;
  /** The object of the record it tells of. */
  object?: string;
  results?: { name: string; type: ExpressionType }[];
}

/** Work in the background, at times or when the plugin asks for it. */
export interface JobDeclaration extends Declaration {
  /** A CRON line of five parts, in the workspace's time zone. It needs the capability `schedule`. */
  cron?: string;
  /** How often it is tried before it is left as failed; default 5. */
  tries?: number;
  /** It acts for nobody, by the plugin's grants alone, whoever's deed leads to its start: totals over what one person cannot see. */
  by_itself?: boolean;
}

/** A check of values, that administrators give to fields. It is told those values alone, so it needs no capability. */
export interface ValidatorDeclaration extends Declaration {
  icon?: string;
  /** Field types whose values it judges; absent: any. */
  types?: string[];
  /** Other fields of the record that it looks at; which, the administrator says. */
  inputs?: PartInput[];
  /** How it is set up where it is used. */
  form?: PartSetting[];
  /** Whether a check that breaks refuses the save or lets it pass; default `refuse`. */
  on_error?: 'refuse' | 'continue';
}

/** A type of field over a built-in one. It is told the values alone, so it needs no capability. */
export interface FieldTypeDeclaration extends Declaration {
  icon?: string;
  /** The built-in type as which values are kept, filtered, ordered and, once the plugin is gone, shown. */
  base: string;
  /** Settings of that type with which a new field begins. */
  preset?: { [setting: string]: JsonValue };
  form?: PartSetting[];
  display?: ValueDisplay;
  /** Name of a screen of the plugin in which values are edited. */
  editor?: string;
  /** Whether code that breaks refuses the save or lets the value pass as it is; default `refuse`. */
  on_error?: 'refuse' | 'continue';
}

/**
 * Proposes values for a record out of what is known elsewhere. It changes nothing: people see each value with its source,
 * and take what they want. It needs the capability to read what it is told.
 */
export interface EnricherDeclaration extends Declaration {
  icon?: string;
  object: string;
  /** Fields it is told, as far as whoever asks may read them. */
  reads: string[];
  /** Fields it proposes values for; to people who may edit them. */
  fields: string[];
  /** Asked by itself when a person has made a record; administrators may change that. */
  on_create?: boolean;
}

/** A field of the records outside, by which both sides of a connector speak of them. */
export interface OutsideField {
  /** What its code calls it. */
  name: string;
  label: Label;
  /**
   * The field of ours that it stands for unless administrators say otherwise; `donor.email`: the record of `donor` that has
   * this value in its unique field `email`. Absent: none.
   */
  to?: string;
}

/**
 * A link between records of one object and those of a system outside. Administrators switch each direction on, and say which
 * fields stand for which. It needs the capability to read records of the object and, to pull, to create and update them.
 */
export interface ConnectorDeclaration extends Declaration {
  icon?: string;
  object: string;
  /** At most 200 fields. */
  outside: OutsideField[];
  /** The one by which a record is known on both sides; its field of ours is unique. */
  key: string;
  /** It reads from outside, by itself at these times (a CRON line, in the workspace's time zone) once an administrator switches that on. */
  pull?: {
    schedule?: string;
    /** It also tells what is gone outside. An administrator switches on that it is deleted here too; it needs the capability to delete. */
    deletes?: boolean;
  };
  /** It is told of changes of records; absent `on`: of all. */
  push?: { on?: ('create' | 'update' | 'delete')[] };
}

/** Answers requests at `/api/plugins/{id}/endpoints/…`. It needs the capability `endpoints`. */
export interface EndpointDeclaration extends Declaration {
  method: HttpMethod;
  /** Below `/api/plugins/{id}/endpoints/`, one or two steps, such as `quotes/latest`. */
  path: string;
  /** people: with the rights of whoever asks; public: nobody signs in, and the plugin acts by itself. */
  for: 'people' | 'public';
}

/** What is done with the data when a workspace comes from a version before this one, as a job after the upgrade. */
export interface MigrationDeclaration {
  /** The version that needs it; migrations run in the order of versions. */
  version: string;
  label: Label;
  /** What an older version would get wrong afterwards. */
  way_back?: Label;
}

/** One entry of the plugin's settings form. */
export interface SettingDeclaration extends Declaration {
  type: 'text' | 'long_text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'select' | 'secret';
  required?: boolean;
  default?: string | number | boolean;
  options?: { value: string; label: Label }[];
}
