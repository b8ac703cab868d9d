import {
  StrataError,
  didYouMean,
  fittingValue,
  triggerKind,
  type JsonValue,
  type WorkflowDocument,
} from '@stratacrm/sdk';

const ANSWER = /^input_/;

/**
 * What a trial is told in place of the trigger, under the names that steps know; what is not told is missing. Answers to
 * the questions of a button may be told without their prefix. Throws `invalid_input` for what no trigger would tell.
 */
export function toldNames(
  { trigger }: WorkflowDocument,
  told: { [name: string]: JsonValue } = {},
): { [name: string]: JsonValue } {
  const names = triggerKind(trigger.type)?.results?.(trigger) ?? [];
  const known = new Map(
    names.flatMap(({ name }) => [
      [name, name],
      [name.replace(ANSWER, ''), name],
    ]),
  );
  const strange = Object.keys(told).filter((name) => !known.has(name));
  if (strange.length > 0)
    throw StrataError.invalid(
      strange.map((name) => ({
        path: `input.${name}`,
        code: 'unknown_property',
        params: { name, suggestion: didYouMean(name, known.keys()) },
      })),
    );
  return Object.fromEntries(
    names.map(({ name, type }) => [name, fittingValue(told[name] ?? told[name.replace(ANSWER, '')], type)]),
  );
}

/** Whether the workflow may begin for no record at all, as one does that a mail from a stranger begins. */
export function needsRecord({ trigger }: WorkflowDocument): boolean {
  const setting = triggerKind(trigger.type)?.settings.find(({ name }) => name === 'object');
  return setting?.required === true && typeof trigger.settings['object'] === 'string';
}
