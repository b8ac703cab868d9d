import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type {
  ActionInput,
  ActionOutput,
  AnyHandler,
  EndpointInput,
  EndpointOutput,
  EnricherInput,
  EnricherOutput,
  FieldTypeInput,
  FieldTypeOutput,
  Handler,
  HookInput,
  HookOutput,
  JobInput,
  PullInput,
  PullOutput,
  PushInput,
  PushOutput,
  SignInInput,
  SignInOutput,
  StepInput,
  StepOutput,
  ValidatorInput,
  ValidatorOutput,
} from '../plugin/calls.ts';
import {
  handlerKey,
  type ActionDeclaration,
  type ConnectorDeclaration,
  type EndpointDeclaration,
  type EnricherDeclaration,
  type FieldTypeDeclaration,
  type FunctionDeclaration,
  type HandlerWord,
  type HookDeclaration,
  type JobDeclaration,
  type MigrationDeclaration,
  type PluginCode,
  type StepDeclaration,
  type TriggerDeclaration,
  type ValidatorDeclaration,
} from '../plugin/code.ts';
import { defineAction, type ActionDefinition } from './action.ts';
import type { DocumentDraft } from './document-draft.ts';

type Section = Exclude<keyof PluginCode, 'capabilities' | 'limits' | 'settings'>;

/** One piece of a plugin's code: what the manifest says of it, and the function. */
export type CodePart = {
  section: Section;
  declaration: unknown;
  /** What it adds to the model. */
  document?: DocumentDraft;
} & ({ key: string; handler: AnyHandler } | { key: null });

function part(section: Section, word: HandlerWord, declaration: { name: string }, handler: unknown): CodePart {
  return { section, declaration, key: handlerKey(word, declaration.name), handler: handler as AnyHandler };
}

/** Code at a change of records: before it within the save, or after it as a job. */
export function hook(declaration: HookDeclaration, run: Handler<HookInput, HookOutput>): CodePart {
  return part('hooks', 'hook', declaration, run);
}

/** Code at a sign-in, which it may refuse. */
export function signInHook(
  declaration: Omit<HookDeclaration, 'on' | 'when' | 'object'>,
  run: Handler<SignInInput, SignInOutput | void>,
): CodePart {
  return part('hooks', 'hook', { ...declaration, when: 'before', on: ['sign_in'] } as HookDeclaration, run);
}

/** Code that screens, workflows and programs call by its name. */
export function pluginFunction<Input extends JsonValue = JsonValue>(
  declaration: FunctionDeclaration,
  run: Handler<Input, JsonValue | void>,
): CodePart {
  return part('functions', 'function', declaration, run);
}

/**
 * A button and the code behind it, both of one name (`air__redeem`): it is handed the chosen records together, with the
 * rights of whoever presses it, less what the plugin was not granted.
 */
export function action(
  definition: ActionDefinition,
  run: Handler<ActionInput, ActionOutput | void>,
): CodePart & { document: DocumentDraft } {
  const { name, label, description, object } = definition;
  const declaration: ActionDeclaration = {
    name,
    label,
    ...(description && { description }),
    ...(object && { object }),
  };
  const document = defineAction({ ...definition, does: { type: 'function', function: name } });
  return { ...part('actions', 'action', declaration, run), document };
}

/** A kind of workflow step. */
export function step(declaration: StepDeclaration, run: Handler<StepInput, StepOutput | void>): CodePart {
  return part('steps', 'step', declaration, run);
}

/** Something that happens in the plugin and begins workflows. */
export function trigger(declaration: TriggerDeclaration): CodePart {
  return { section: 'triggers', declaration, key: null };
}

/** A check of values, that administrators give to fields: an account number, a tax number. */
export function validator(declaration: ValidatorDeclaration, run: Handler<ValidatorInput, ValidatorOutput>): CodePart {
  return part('validators', 'validator', declaration, run);
}

/** A type of field over a built-in one: its code reads what is written and judges it. Without code it only shows values otherwise. */
export function fieldTypeOf(
  declaration: FieldTypeDeclaration,
  run: Handler<FieldTypeInput, FieldTypeOutput> = () => null,
): CodePart {
  return part('field_types', 'field_type', declaration, run);
}

/** A source of values for records of an object: people ask it, see what it proposes, and take what they want. */
export function enricher(declaration: EnricherDeclaration, run: Handler<EnricherInput, EnricherOutput>): CodePart {
  return part('enrichers', 'enricher', declaration, run);
}

/** What a connector does: reads pages from outside, is told of changes here, or both. */
export interface ConnectorCode {
  pull?: Handler<PullInput, PullOutput>;
  push?: Handler<PushInput, PushOutput>;
}

/** A link between records of one object and those of a system outside; it says which fields stand for which. */
export function connector(declaration: ConnectorDeclaration, { pull, push }: ConnectorCode): CodePart {
  const declared: ConnectorDeclaration = {
    ...declaration,
    ...(pull && { pull: declaration.pull ?? {} }),
    ...(push && { push: declaration.push ?? {} }),
  };
  const run: Handler<PullInput | PushInput, PullOutput | PushOutput> = (input, host) =>
    'changes' in input ? push?.(input, host) : pull?.(input, host);
  return part('connectors', 'connector', declared, run);
}

/** Work in the background, at times or on demand. */
export function job(declaration: JobDeclaration, run: Handler<JobInput, JsonValue | void>): CodePart {
  return part('jobs', 'job', declaration, run);
}

/** Answers requests at `/api/plugins/{id}/endpoints/…`. */
export function endpoint(
  declaration: EndpointDeclaration,
  run: Handler<EndpointInput, EndpointOutput | void>,
): CodePart {
  return part('endpoints', 'endpoint', declaration, run);
}

/**
 * What is done with the data when a workspace comes from an older version than this. `wayBack` says what an older version
 * would get wrong afterwards; whoever wants to go back reads it.
 */
export function migration(
  version: string,
  label: Label,
  run: Handler<JobInput, JsonValue | void>,
  { wayBack }: { wayBack?: Label } = {},
): CodePart {
  const declaration: MigrationDeclaration = { version, label, ...(wayBack && { way_back: wayBack }) };
  return {
    section: 'migrations',
    declaration,
    key: handlerKey('migration', version),
    handler: run as AnyHandler,
  };
}
