import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type {
  ActionInput,
  ActionOutput,
  AnyHandler,
  EndpointInput,
  EndpointOutput,
  Handler,
  HookInput,
  HookOutput,
  JobInput,
  SignInInput,
  SignInOutput,
  StepInput,
  StepOutput,
} from '../plugin/calls.ts';
import {
  handlerKey,
  type ActionDeclaration,
  type EndpointDeclaration,
  type FunctionDeclaration,
  type HandlerWord,
  type HookDeclaration,
  type JobDeclaration,
  type MigrationDeclaration,
  type PluginCode,
  type StepDeclaration,
  type TriggerDeclaration,
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

/** Work in the background, at times or on demand. */
export function job(declaration: JobDeclaration, run: Handler<JobInput, JsonValue | void>): CodePart {
  return part('jobs', 'job', declaration, run);
}

/** Answers requests at `/api/plugins/{id}/…`. */
export function endpoint(
  declaration: EndpointDeclaration,
  run: Handler<EndpointInput, EndpointOutput | void>,
): CodePart {
  return part('endpoints', 'endpoint', declaration, run);
}

/** What is done with the data when a workspace comes from an older version than this. */
export function migration(version: string, label: Label, run: Handler<JobInput, JsonValue | void>): CodePart {
  const declaration: MigrationDeclaration = { version, label };
  return {
    section: 'migrations',
    declaration,
    key: handlerKey('migration', version),
    handler: run as AnyHandler,
  };
}
