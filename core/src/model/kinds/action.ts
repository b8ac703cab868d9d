import {
  ACTION_PLACES,
  QUESTION_TYPES,
  fieldType,
  isQuestionType,
  type ActionDocument,
  type ActionQuestion,
} from '@stratacrm/sdk';
import { z } from 'zod';
import { settingsShape } from './field.ts';
import type { ExpressionUse, Kind, Reference, Target } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, expression, json, keyed, label, longLabel, name, text } from './shape.ts';

const asked = {
  name,
  label,
  help: longLabel.optional(),
  description: longLabel.optional(),
  required: z.boolean().optional(),
  default: json.optional(),
  prefill: expression.optional(),
};

const [first, ...others] = QUESTION_TYPES.map((type) =>
  z.strictObject({ ...asked, type: z.literal(type.name), ...settingsShape(type) }),
);

/** Each question with the settings of its type. */
const question = z.discriminatedUnion('type', [first!, ...others]);

const effect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('function'), function: name }),
  z.strictObject({ type: z.literal('workflow'), workflow: name }),
  z.strictObject({ type: z.literal('screen'), screen: name }),
]);

const schema = z
  .strictObject({
    ...base('action'),
    object: name.optional(),
    icon: text(50).optional(),
    places: z.array(z.enum(ACTION_PLACES)).max(ACTION_PLACES.length).optional(),
    order: z.number().optional(),
    when: expression.optional(),
    roles: z.array(name).max(50).optional(),
    input: keyed(question, 'name', 50).optional(),
    confirm: label.optional(),
    done: label.optional(),
    danger: z.boolean().optional(),
    does: effect,
  })
  .superRefine((action, context) => {
    if (action.object !== undefined) return;
    for (const property of needsRecords(action as unknown as ActionDocument))
      context.addIssue({ code: 'custom', path: [...property], params: { code: 'action_without_object' } });
  });

/** What makes no sense of a button that is about no record. */
function needsRecords({ places = [], when, does, input = [] }: ActionDocument): (string | number)[][] {
  return [
    ...(places.some((place) => place !== 'palette') ? [['places']] : []),
    ...(when === undefined ? [] : [['when']]),
    ...(does.type === 'workflow' ? [['does', 'workflow']] : []),
    ...input.flatMap(({ prefill }, index) => (prefill === undefined ? [] : [['input', index, 'prefill']])),
  ];
}

export const actionKind: Kind<'action'> = {
  kind: 'action',
  schema: () => schema,
  object: (document) => document.object ?? null,
  references: (document) => [
    ...(document.object === undefined
      ? []
      : [valueReference(document, ['object'], { kind: 'object', name: document.object })]),
    ...(document.roles ?? []).map((role, at) => valueReference(document, ['roles', at], { kind: 'role', name: role })),
    effectReference(document),
    ...(document.input ?? []).flatMap((each, index) => questionReferences(document, each, index)),
  ],
  expressions: ({ object, when, input = [] }) =>
    object === undefined
      ? []
      : [
          ...(when === undefined ? [] : [{ ...use(object, when), path: ['when'], expect: { type: 'bool' as const } }]),
          ...input.flatMap(({ prefill }, index) =>
            prefill === undefined ? [] : [{ ...use(object, prefill), path: ['input', index, 'prefill'] }],
          ),
        ],
};

function effectReference(document: ActionDocument): Reference {
  const { does, object } = document;
  switch (does.type) {
    case 'function':
      return valueReference(document, ['does', 'function'], {
        kind: 'plugin_part',
        name: does.function,
        part: 'action',
      });
    case 'workflow':
      return valueReference(document, ['does', 'workflow'], { kind: 'workflow', name: does.workflow });
    case 'screen': {
      const place = { kind: 'screen', name: does.screen, mount: 'action_dialog' } as const;
      return valueReference(document, ['does', 'screen'], object === undefined ? place : { ...place, object });
    }
  }
}

function use(object: string, source: string): Omit<ExpressionUse, 'path'> {
  return { source, object, form: 'record' };
}

/** The objects and option sets that a question's settings name. */
function questionReferences(document: ActionDocument, question: ActionQuestion, index: number): Reference[] {
  if (!isQuestionType(question.type)) return [];
  return fieldType(question.type).settings.flatMap((setting) => {
    const value: unknown = (question as unknown as Record<string, unknown>)[setting.name];
    const path = ['input', index, setting.name];
    if (setting.type === 'objects' && Array.isArray(value))
      return value.map((each, at) => valueReference(document, [...path, at], { kind: 'object', name: String(each) }));
    if (typeof value !== 'string' || (setting.type !== 'object' && setting.type !== 'option_set')) return [];
    const target: Target = { kind: setting.type, name: value };
    return [valueReference(document, path, target)];
  });
}
