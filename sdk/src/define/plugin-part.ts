import type { PluginPartKind } from '../documents/plugin-part.ts';
import { PREFIX_MARK } from '../plugin/manifest-problems.ts';
import type { CodePart } from './code.ts';
import type { DraftOf } from './document-draft.ts';

/** Sections of a manifest whose entries other documents can name, and as what. */
const NAMED: Readonly<Partial<Record<CodePart['section'], PluginPartKind>>> = {
  actions: 'action',
  steps: 'step',
  triggers: 'trigger',
  validators: 'validator',
  field_types: 'field_type',
  enrichers: 'enricher',
  connectors: 'connector',
};

/** What tells a step from the button of the same name. */
const ENDINGS: Readonly<Record<PluginPartKind, string>> = {
  action: '',
  step: '_step',
  trigger: '_event',
  validator: '_check',
  field_type: '_type',
  enricher: '_source',
  connector: '_link',
};

/**
 * The name by which other documents know a part of a plugin's code: the step `award` of the plugin `air` is
 * `air__award_step`, its event `expired` is `air__expired_event`, its check `iban` is `air__iban_check`.
 */
export function pluginPartName(prefix: string, part: PluginPartKind, name: string): string {
  const mark = `${prefix}${PREFIX_MARK}`;
  const begun = name.startsWith(mark) ? name : mark + name;
  return begun.endsWith(ENDINGS[part]) ? begun : begun + ENDINGS[part];
}

/** What a piece of code is to other documents; nothing where only events call it. */
export function pluginPartOf(prefix: string, { section, declaration }: CodePart): DraftOf<'plugin_part'>[] {
  const part = NAMED[section];
  if (part === undefined) return [];
  // What becomes of a failure, and what it is told, is the server's business alone.
  const {
    on_error: _,
    reads: __,
    pull: ___,
    push: ____,
    ...declared
  } = declaration as Omit<DraftOf<'plugin_part'>, 'kind' | 'part'> & {
    on_error?: unknown;
    reads?: unknown;
    pull?: unknown;
    push?: unknown;
  };
  return [{ ...declared, kind: 'plugin_part', part, name: pluginPartName(prefix, part, declared.name) }];
}
