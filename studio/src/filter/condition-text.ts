import { recordsOf, storageOf, type CompiledField, type CompiledObject, type Condition } from '@stratacrm/sdk';
import { valueText } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { askedField, conditionLabel, fieldOfCondition, operatorOf } from './filter-fields.ts';
import { recordName } from './record-names.ts';

/** The operator as a person reads it, a number that belongs to it within. */
export function operatorText(object: CompiledObject, condition: Condition): string {
  const operator = operatorOf(fieldOfCondition(object, condition.field), condition.operator);
  const text = label(operator?.label);
  const counted = operator?.operand === 'days' || operator?.operand === 'records_count';
  return counted ? text.replace('…', ` ${String(condition.values[0])} `).replaceAll('  ', ' ') : text;
}

/** What stands beside the operator: values, or what is asked of the records of a list. */
export function valuesText(object: CompiledObject, condition: Condition): string {
  const field = fieldOfCondition(object, condition.field);
  const operand = operatorOf(field, condition.operator)?.operand;
  if (field === undefined || operand === 'days') return '';
  if (operand === 'records' || operand === 'records_count') return whereText(field, condition.where ?? []);
  const texts = condition.values.map((value) => valueOf(field, value));
  return texts.join(operand === 'range' ? ' – ' : t('filter.or'));
}

function valueOf(field: CompiledField, value: string | number): string {
  const catalogue = useCatalogue();
  const option = field.options?.find((each) => each.value === value);
  if (option !== undefined) return label(option.label);
  const target = catalogue.targetOf(field);
  if (target !== undefined) return recordName(target, String(value)) || '…';
  if (storageOf(field) === 'money')
    return valueText(field, { amount: String(value), currency: catalogue.workspace.currency });
  return valueText(askedField(field), value);
}

function whereText(field: CompiledField, where: readonly Condition[]): string {
  const items = useCatalogue().object(recordsOf(field) ?? '');
  return items === undefined ? '' : where.map((each) => conditionText(items, each)).join(t('filter.and'));
}

/** A condition as one sentence. */
export function conditionText(object: CompiledObject, condition: Condition): string {
  return [conditionLabel(object, condition.field), operatorText(object, condition), valuesText(object, condition)]
    .filter((part) => part !== '')
    .join(' ');
}
