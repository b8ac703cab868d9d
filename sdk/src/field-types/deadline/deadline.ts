import type { SelectOption } from '../../documents/field.ts';
import type { Label } from '../../label.ts';
import { formatInstant } from '../date-format.ts';
import type { FieldPart, FieldType } from '../field-type.ts';
import { wrongType } from '../failure.ts';
import { traits } from '../traits.ts';
import { DEADLINE_STATES, type DeadlineState, type DeadlineValue } from './deadline-value.ts';

const STATES: Record<DeadlineState, { label: Label; color: NonNullable<SelectOption['color']> }> = {
  running: { label: { en: 'Running', zh: '进行中' }, color: 'blue' },
  due_soon: { label: { en: 'Due soon', zh: '即将超时' }, color: 'amber' },
  breached: { label: { en: 'Breached', zh: '已超时' }, color: 'red' },
  paused: { label: { en: 'Paused', zh: '已暂停' }, color: 'purple' },
  met: { label: { en: 'Met', zh: '按时完成' }, color: 'teal' },
  met_late: { label: { en: 'Met late', zh: '超时完成' }, color: 'grey' },
  ended: { label: { en: 'Ended', zh: '已结束' }, color: 'grey' },
};

/** The states of a time limit as options to choose from. */
export const DEADLINE_OPTIONS: readonly SelectOption[] = DEADLINE_STATES.map((value) => ({ value, ...STATES[value] }));

const PARTS: readonly FieldPart[] = [
  { name: 'state', label: { en: 'State', zh: '状态' }, type: { type: 'text' }, options: DEADLINE_OPTIONS },
  { name: 'due', label: { en: 'Due', zh: '截止时间' }, type: { type: 'timestamp' } },
  { name: 'since', label: { en: 'Since', zh: '开始时间' }, type: { type: 'timestamp' } },
  { name: 'ended', label: { en: 'Ended', zh: '结束时间' }, type: { type: 'timestamp' } },
];

/** Written by the process alone, so what people send is never one. */
const EXPECTED = { en: 'a time limit, which the process keeps itself', zh: '由流程自动维护的时限' };

/** What is not due at all comes after all that is. */
const NEVER = '9999';

export const deadline: FieldType = {
  name: 'deadline',
  label: { en: 'Time limit', zh: '时限' },
  description: {
    en: 'Since when time runs for the record, until when, and how it stands. The object’s process keeps it.',
    zh: '记录的计时起点、截止时间与当前状态，由对象的流程自动维护。',
  },
  icon: 'timer',
  editor: 'readonly',
  settings: [],
  storage: 'text_and_value',
  traits: traits({ sortable: true, computed: true, timed: true }),
  expressionType: () => ({ type: 'text' }),
  parts: PARTS,
  parse: (input) => wrongType(input, EXPECTED),
  fromText: (written) => wrongType(written, EXPECTED),
  format(value, _, context) {
    const { state, due } = value as unknown as DeadlineValue;
    const label = STATES[state].label[context.locale];
    return due === undefined ? label : `${formatInstant(due, context.locale, context.time_zone)} · ${label}`;
  },
  text: (value) => (value as unknown as DeadlineValue).due ?? NEVER,
  jsonSchema: () => ({
    type: 'object',
    readOnly: true,
    required: ['state', 'since', 'used'],
    properties: {
      state: { type: 'string', enum: [...DEADLINE_STATES] },
      since: { type: 'string', format: 'date-time' },
      due: { type: 'string', format: 'date-time' },
      warn: { type: 'string', format: 'date-time' },
      running: { type: 'string', format: 'date-time' },
      used: { type: 'number', description: 'Working milliseconds used up before `running`.' },
      limit: { type: 'number', description: 'Working milliseconds there are.' },
      ended: { type: 'string', format: 'date-time' },
    },
  }),
};
