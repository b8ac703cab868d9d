import { readDuration, type ClockTerms, type ProcessDocument, type Transition } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ExpressionUse, Kind, Path, Reference } from './kind.ts';
import { fieldReferences, keyReference, valueReference } from './reference.ts';
import { base, expression, keyed, label, name, text } from './shape.ts';

const stage = z.strictObject({
  id: text(100),
  category: z.enum(['open', 'won', 'lost']),
  probability: z.number().min(0).max(100).optional(),
  target_days: z.number().min(0).optional(),
  pauses: z.boolean().optional(),
});

const transition = z.strictObject({
  id: text(100),
  from: text(100),
  to: text(100),
  requires: z.array(name).max(50).optional(),
  guard: expression.optional(),
  message: label.optional(),
  label: label.optional(),
  roles: z.array(name).max(50).optional(),
  allowed: expression.optional(),
  reason: name.optional(),
  set: z.record(name, expression).optional(),
  run: z.array(name).max(20).optional(),
  approval: name.optional(),
});

const length = text(20).refine((value) => (readDuration(value) ?? 0) > 0, {
  params: {
    code: 'invalid_format',
    expected: { en: 'a length of time such as 2d, 4h or 30m', zh: '时长，如 2d、4h、30m' },
  },
});

const clockTerms = {
  field: name,
  calendar: name.optional(),
  warn_before: length.optional(),
  on_warn: name.optional(),
  on_breach: name.optional(),
};

const clock = z.strictObject({
  id: text(100),
  label,
  ...clockTerms,
  when: expression.optional(),
  until: expression,
  limits: keyed(z.strictObject({ id: text(100), when: expression.optional(), within: length }), 'id', 50),
});

const schema = z.strictObject({
  ...base('process'),
  object: name,
  field: name,
  leads: z.boolean().optional(),
  stages: keyed(stage, 'id', 100),
  enter: z.array(text(100)).max(100).optional(),
  transitions: keyed(transition, 'id', 500).optional(),
  stage_clock: z.strictObject(clockTerms).optional(),
  clocks: keyed(clock, 'id', 20).optional(),
});

export const processKind: Kind<'process'> = {
  kind: 'process',
  schema: () => schema,
  object: (document) => document.object,
  references(document) {
    const { object, field } = document;
    return [
      valueReference(document, ['object'], { kind: 'object', name: object }),
      valueReference(document, ['field'], { kind: 'field', object, path: field, needs: 'options' }),
      ...document.stages.map((stage, index) => optionReference(document, ['stages', index, 'id'], stage.id)),
      ...(document.enter ?? []).map((stage, index) => optionReference(document, ['enter', index], stage)),
      ...(document.transitions ?? []).flatMap((transition, index) =>
        transitionReferences(document, ['transitions', index], transition),
      ),
      ...(document.stage_clock === undefined ? [] : clockReferences(document, ['stage_clock'], document.stage_clock)),
      ...(document.clocks ?? []).flatMap((each, index) => clockReferences(document, ['clocks', index], each)),
    ];
  },
  expressions: ({ object, transitions = [], clocks = [] }) => [
    ...clocks.flatMap(({ when, until, limits }, index) => [
      ...conditionUse(object, ['clocks', index, 'when'], when),
      ...conditionUse(object, ['clocks', index, 'until'], until),
      ...limits.flatMap((limit, at) => conditionUse(object, ['clocks', index, 'limits', at, 'when'], limit.when)),
    ]),
    ...transitions.flatMap(({ guard, allowed, set = {} }, index) => [
      ...conditionUse(object, ['transitions', index, 'guard'], guard),
      ...conditionUse(object, ['transitions', index, 'allowed'], allowed),
      ...Object.entries(set).map(([field, source]) => ({
        path: ['transitions', index, 'set', field],
        source,
        object,
        form: 'record' as const,
      })),
    ]),
  ],
  prune(document, isGone) {
    const stays = (path: string): boolean => !isGone({ kind: 'field', object: document.object, path });
    if (document.transitions === undefined) return document;
    const transitions = document.transitions.map((transition) => prunedTransition(transition, stays));
    return { ...document, transitions };
  },
};

/** What is asked for or set without the fields that are gone. */
function prunedTransition(transition: Transition, stays: (path: string) => boolean): Transition {
  const { requires, set, reason, ...rest } = transition;
  return {
    ...rest,
    ...(requires && { requires: requires.filter(stays) }),
    ...(set && { set: Object.fromEntries(Object.entries(set).filter(([field]) => stays(field))) }),
    ...(reason !== undefined && stays(reason) && { reason }),
  };
}

function transitionReferences(document: ProcessDocument, path: Path, transition: Transition): Reference[] {
  const { object } = document;
  const { from, to, requires, reason, set = {}, roles = [], run = [], approval } = transition;
  return [
    ...optionReferences(document, [...path, 'from'], from),
    ...optionReferences(document, [...path, 'to'], to),
    ...fieldReferences(document, [...path, 'requires'], requires, object),
    ...(reason === undefined
      ? []
      : [valueReference(document, [...path, 'reason'], { kind: 'field', object, path: reason }, true)]),
    ...Object.keys(set).map((field) =>
      keyReference(document, [...path, 'set', field], { kind: 'field', object, path: field }),
    ),
    ...roles.map((role, at) => valueReference(document, [...path, 'roles', at], { kind: 'role', name: role })),
    ...run.map((workflow, at) => valueReference(document, [...path, 'run', at], { kind: 'workflow', name: workflow })),
    ...(approval === undefined
      ? []
      : [valueReference(document, [...path, 'approval'], { kind: 'workflow', name: approval })]),
  ];
}

function clockReferences(document: ProcessDocument, path: Path, terms: ClockTerms): Reference[] {
  const { object } = document;
  return [
    valueReference(document, [...path, 'field'], { kind: 'field', object, path: terms.field, needs: 'timed' }),
    ...(['on_warn', 'on_breach'] as const).flatMap((key) => {
      const workflow = terms[key];
      return workflow === undefined
        ? []
        : [valueReference(document, [...path, key], { kind: 'workflow', name: workflow })];
    }),
  ];
}

function conditionUse(object: string, path: Path, source: string | undefined): ExpressionUse[] {
  return source === undefined ? [] : [{ path, source, object, form: 'record', expect: { type: 'bool' } }];
}

function optionReferences(document: ProcessDocument, path: Path, value: string): Reference[] {
  return value === '*' ? [] : [optionReference(document, path, value)];
}

function optionReference(document: ProcessDocument, path: Path, value: string): Reference {
  return valueReference(document, path, { kind: 'option', object: document.object, field: document.field, value });
}
