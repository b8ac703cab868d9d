import type { CompiledField, ConditionOperand, ConditionValue, ExpressionScope } from '@stratacrm/sdk';
import { fieldType, traitsOf } from '@stratacrm/sdk';

/** What a field is compared with: a value one enters, another field, today, or an expression that came with the condition. */
export type ValueSource = 'value' | 'field' | 'today' | 'expression';

interface Compared {
  field: CompiledField;
  form: ExpressionScope['form'];
  /** There are other fields that it can be compared with. */
  others: boolean;
  now: ValueSource;
}

/** What one may choose from; what the condition came with is always among it. */
export function sourcesOf({ field, form, others, now }: Compared): ValueSource[] {
  const type = fieldType(field.type).expressionType(field, fieldType).type;
  const dated = type === 'date' || type === 'timestamp';
  const measured = dated || ['int', 'decimal', 'duration', 'time'].includes(type);
  // Who filters a list asks for an option or a name; in a rule records are held against one another.
  const fields =
    others && type !== 'list' && (form === 'record' || measured) && !(form === 'filter' && traitsOf(field).options);
  const offered: ValueSource[] = [
    'value',
    ...(dated ? (['today'] as const) : []),
    ...(fields ? (['field'] as const) : []),
  ];
  return offered.includes(now) ? offered : [...offered, now];
}

/** What stands there when the source is chosen, before anything is entered. */
export function firstValue(source: ValueSource, others: readonly string[]): ConditionValue | null {
  if (source === 'today') return { expression: 'today()' };
  return source === 'field' && others[0] !== undefined ? { field: others[0] } : null;
}

const WANTED: Readonly<Record<ConditionOperand, number>> = {
  none: 0,
  value: 1,
  values: 1,
  range: 2,
  days: 1,
  distance: 3,
  records: 0,
  records_count: 1,
};

/** Whether all that the operator wants has been entered. */
export function isComplete(operand: ConditionOperand, values: readonly (ConditionValue | null)[]): boolean {
  return values.length >= WANTED[operand] && values.every((value) => value !== null && value !== '');
}

/** The place that a distance is measured from, as its editor takes it. */
export function placeOf([lat = null, lng = null]: readonly (ConditionValue | null)[]): {
  lat: number;
  lng: number;
} | null {
  return lat === null || lng === null ? null : { lat: Number(lat), lng: Number(lng) };
}
