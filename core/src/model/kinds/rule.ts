import type { CheckRule, ExpressionType, RuleDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ExpressionUse, Kind, Reference, Target } from './kind.ts';
import { fieldReferences, valueReference } from './reference.ts';
import { base, expression, json, label, name, text } from './shape.ts';

const common = { ...base('rule'), object: name, when: expression.optional() };

const shapes = {
  validation: z.strictObject({
    ...common,
    type: z.literal('validation'),
    assert: expression,
    message: label,
    fields: z.array(name).max(50).optional(),
    mode: z.enum(['enforce', 'warn', 'shadow']),
  }),
  default: z.strictObject({
    ...common,
    type: z.literal('default'),
    field: name,
    value: expression,
    on: z.enum(['create', 'save']),
  }),
  visibility: z.strictObject({
    ...common,
    type: z.literal('visibility'),
    fields: z.array(name).max(50),
    visible: expression,
  }),
  check: z.strictObject({
    ...common,
    type: z.literal('check'),
    validator: name,
    field: name,
    inputs: z.record(name, name).optional(),
    settings: z.record(text(50), json).optional(),
    message: label.optional(),
    mode: z.enum(['enforce', 'warn', 'shadow']),
  }),
};

const schema = z.discriminatedUnion('type', [shapes.validation, shapes.default, shapes.visibility, shapes.check]);

const bool: ExpressionType = { type: 'bool' };

export const ruleKind: Kind<'rule'> = {
  kind: 'rule',
  schema: () => schema,
  object: (document) => document.object,
  references: (document) => [
    valueReference(document, ['object'], { kind: 'object', name: document.object }),
    ...('fields' in document ? fieldReferences(document, ['fields'], document.fields, document.object) : []),
    ...(document.type === 'default'
      ? [valueReference(document, ['field'], { kind: 'field', object: document.object, path: document.field })]
      : []),
    ...(document.type === 'check' ? checkReferences(document) : []),
  ],
  expressions: (document) => [
    ...(document.when === undefined ? [] : [use(document, 'when', document.when, bool)]),
    ...mainExpression(document),
  ],
  standsOn: (document) => (document.type === 'check' ? validatorOf(document) : undefined),
  prune(document, isGone) {
    if (!('fields' in document) || document.fields === undefined) return document;
    const stays = (path: string): boolean => !isGone({ kind: 'field', object: document.object, path });
    return { ...document, fields: document.fields.filter(stays) };
  },
};

function validatorOf({ validator }: CheckRule): Target {
  return { kind: 'plugin_part', name: validator, part: 'validator' };
}

function checkReferences(document: CheckRule): Reference[] {
  const { object, field, inputs = {} } = document;
  return [
    valueReference(document, ['validator'], validatorOf(document)),
    valueReference(document, ['field'], { kind: 'field', object, path: field }),
    ...Object.entries(inputs).map(([name, path]) =>
      valueReference(document, ['inputs', name], { kind: 'field', object, path }),
    ),
  ];
}

function mainExpression(document: RuleDocument): ExpressionUse[] {
  switch (document.type) {
    case 'validation':
      return [use(document, 'assert', document.assert, bool)];
    case 'default':
      return [use(document, 'value', document.value)];
    case 'visibility':
      return [use(document, 'visible', document.visible, bool)];
    case 'check':
      return [];
  }
}

function use(document: RuleDocument, path: string, source: string, expect?: ExpressionType): ExpressionUse {
  return { path: [path], source, object: document.object, form: 'record', ...(expect && { expect }) };
}
