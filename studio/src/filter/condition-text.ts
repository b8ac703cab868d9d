import {
  recordsOf,
  storageOf,
  type CompiledField,
  type CompiledObject,
  type Condition,
  type ConditionOperand,
  type ConditionValue,
} from '@stratacrm/sdk';
import { valueText } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { modelWithin, type ConditionModel } from './condition-model.ts';
import type { ConditionParts } from './filter-parts.ts';
import { askedField, conditionLabel, fieldOfCondition, operatorOf, targetOf } from './filter-fields.ts';
import { recordName } from './record-names.ts';

/** What the condition is about: a field, as it is or as it was. */
export function subjectText(model: ConditionModel, object: CompiledObject, { field, former }: Condition): string {
  const name = conditionLabel(model, object, field);
  return former === true ? t('filter.former', { field: name }) : name;
}

/** The operator as a person reads it, a number that belongs to it within. */
export function operatorText(model: ConditionModel, object: CompiledObject, condition: Condition): string {
  const operator = operatorOf(model, object, condition.field, condition.operator);
  const text = label(operator?.label);
  const number = countedBy(operator?.operand, condition.values);
  return number === undefined ? text : text.replace('…', ` ${String(number)} `).replaceAll('  ', ' ');
}

function countedBy(operand: ConditionOperand | undefined, values: Condition['values']): ConditionValue | undefined {
  if (operand === 'distance') return values[2];
  return operand === 'days' || operand === 'records_count' ? values[0] : undefined;
}

/** What stands beside the operator: values, or what is asked of the records of a list. */
export function valuesText(model: ConditionModel, object: CompiledObject, condition: Condition): string {
  const field = fieldOfCondition(model, object, condition.field);
  const operand = operatorOf(model, object, condition.field, condition.operator)?.operand;
  if (field === undefined || operand === 'days') return '';
  if (operand === 'records' || operand === 'records_count') return whereText(model, field, condition.where ?? []);
  if (operand === 'distance') return condition.values.slice(0, 2).map(String).join(', ');
  const texts = condition.values.map((value) => comparedText(model, object, field, value));
  return texts.join(operand === 'range' ? ' – ' : t('filter.or'));
}

function comparedText(
  model: ConditionModel,
  object: CompiledObject,
  field: CompiledField,
  value: ConditionValue,
): string {
  if (typeof value !== 'object') return valueOf(field, value);
  return 'field' in value ? conditionLabel(model, object, value.field) : expressionText(value.expression);
}

/** The few expressions that people have a word for. */
export function expressionText(source: string): string {
  switch (source.replaceAll(' ', '')) {
    case 'today()':
      return t('filter.today');
    case 'now()':
      return t('filter.now');
    case 'user.record':
      return t('filter.ownRecord');
    default:
      return source;
  }
}

function valueOf(field: CompiledField, value: string | number): string {
  const option = field.options?.find((each) => each.value === value);
  if (option !== undefined) return label(option.label);
  const target = targetOf(field);
  if (target !== undefined) return recordName(target, String(value)) || '…';
  if (storageOf(field) === 'money')
    return valueText(field, { amount: String(value), currency: useCatalogue().workspace.currency });
  return valueText(askedField(field), value);
}

function whereText(model: ConditionModel, field: CompiledField, where: readonly Condition[]): string {
  const items = model.objects()[recordsOf(field) ?? ''];
  return items === undefined
    ? ''
    : where.map((each) => conditionText(modelWithin(model), items, each)).join(t('filter.and'));
}

/** A condition as one sentence. */
export function conditionText(model: ConditionModel, object: CompiledObject, condition: Condition): string {
  return [
    subjectText(model, object, condition),
    operatorText(model, object, condition),
    valuesText(model, object, condition),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Conditions joined among themselves as one sentence; a group within in brackets. */
export function groupText(model: ConditionModel, object: CompiledObject, { join, parts }: ConditionParts): string {
  const texts = parts.map(({ source, condition, group }) => {
    if (condition) return conditionText(model, object, condition);
    return group ? `(${groupText(model, object, group)})` : source;
  });
  return texts.join(` ${t(`filter.joined.${join}`)} `);
}
