import type { Issue } from '../errors/strata-error.ts';
import { readDuration } from '../expressions/duration-text.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import { chosenPart } from './chosen-part.ts';
import { FORM_FIELD_TYPES } from './form.ts';
import { readSample } from './sample.ts';
import type { SettingType, WorkflowSetting } from './setting.ts';
import { readCron } from './cron.ts';
import { PEOPLE_KINDS } from './people.ts';

/** Whether the value has the shape of the setting; what it names is checked elsewhere. */
export function settingIssue(setting: WorkflowSetting, value: JsonValue | undefined): Omit<Issue, 'path'> | null {
  if (isBlank(value)) {
    const missing = setting.required === true && setting.default === undefined;
    return missing ? { code: 'required', params: { label: setting.label } } : null;
  }
  const shape = SHAPES[setting.type];
  if (shape.fits(value!, setting)) return null;
  return { code: 'invalid_setting', params: { label: setting.label, expected: shape.expected(setting) } };
}

export function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

interface Shape {
  fits(value: JsonValue, setting: WorkflowSetting): boolean;
  expected(setting: WorkflowSetting): Label;
}

const isText = (value: JsonValue): boolean => typeof value === 'string' && value.length <= 10_000;

const text: Shape = { fits: isText, expected: () => ({ en: 'a text', zh: '文本' }) };

const expression: Shape = { fits: isText, expected: () => ({ en: 'an expression', zh: '表达式' }) };

const part: Shape = {
  fits: (value) => isText(value) || chosenPart(value) !== null,
  expected: () => ({ en: 'what a plugin brought', zh: '插件提供的内容' }),
};

const SHAPES: Record<SettingType, Shape> = {
  text,
  template: text,
  object: text,
  field: text,
  role: text,
  workflow: text,
  email_template: text,
  connection: text,
  expressions: {
    fits: (value) => isRecord(value) && Object.values(value).every((inner) => isText(inner)),
    expected: () => ({ en: 'an expression for each name', zh: '每个名称对应一个表达式' }),
  },
  sample: {
    fits: (value) => typeof value === 'string' && value.length <= 20_000 && readSample(value) !== undefined,
    expected: () => ({ en: 'JSON such as {"id": 1}', zh: 'JSON，如 {"id": 1}' }),
  },
  plugin_step: part,
  plugin_event: part,
  condition: expression,
  value: expression,
  record: expression,
  moment: expression,
  list: expression,
  filter: expression,
  integer: {
    fits: (value, { min = -Infinity, max = Infinity }) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
    expected: ({ min, max }) => ({
      en: `a whole number${min === undefined ? '' : ` of ${min} to ${max}`}`,
      zh: min === undefined ? '整数' : `${min} 到 ${max} 的整数`,
    }),
  },
  boolean: { fits: (value) => typeof value === 'boolean', expected: () => ({ en: 'yes or no', zh: '是或否' }) },
  select: {
    fits: (value, { options = [] }) => options.some((option) => option.value === value),
    expected: ({ options = [] }) => {
      const values = options.map((option) => option.value).join(', ');
      return { en: `one of ${values}`, zh: `${values} 之一` };
    },
  },
  fields: {
    fits: (value) => Array.isArray(value) && value.length <= 100 && value.every(isText),
    expected: () => ({ en: 'a list of fields', zh: '字段列表' }),
  },
  values: {
    fits: (value) => isRecord(value) && Object.values(value).every((inner) => isText(inner)),
    expected: () => ({ en: 'an expression for each field', zh: '每个字段对应一个表达式' }),
  },
  cases: {
    fits: (value) =>
      isList(value, 20, (item) => isName(item['name']) && typeof item['condition'] === 'string') && distinct(value),
    expected: () => ({
      en: 'up to 20 cases, each with a name of its own and a condition',
      zh: '最多 20 个分支，各有不同名称和条件',
    }),
  },
  duration: {
    fits: (value) => typeof value === 'string' && (readDuration(value) ?? -1) > 0,
    expected: () => ({ en: 'a length of time such as 2d, 36h or 30m', zh: '时长，如 2d、36h、30m' }),
  },
  form: {
    fits: (value) => isList(value, 20, isFormField) && distinct(value),
    expected: () => ({
      en: 'up to 20 questions, each with a name, a type and a label',
      zh: '最多 20 个问题，各含名称、类型和标题',
    }),
  },
  cron: {
    fits: (value) => typeof value === 'string' && readCron(value) !== null,
    expected: () => ({
      en: 'minute, hour, day of month, month and day of week, such as 0 8 * * 1',
      zh: '分 时 日 月 星期，如 0 8 * * 1',
    }),
  },
  people: {
    fits: (value) => isList(value, 50, isPeopleEntry),
    expected: () => ({
      en: 'up to 50 people, teams, roles or expressions',
      zh: '最多 50 个用户、团队、角色或表达式',
    }),
  },
  territories: {
    fits: (value) => isList(value, 200, (item) => typeof item['condition'] === 'string' && isPeopleEntry(item)),
    expected: () => ({
      en: 'up to 200 territories, each with a condition and who looks after it',
      zh: '最多 200 个区域，各含条件和负责人',
    }),
  },
  amounts: {
    fits: (value) =>
      Array.isArray(value) &&
      value.length <= 10 &&
      value.every((each, at) => typeof each === 'number' && each >= 0 && (at === 0 || each >= Number(value[at - 1]))),
    expected: () => ({ en: 'up to 10 amounts in rising order', zh: '最多 10 个由小到大的金额' }),
  },
  time_zone: {
    fits: (value) => typeof value === 'string' && isTimeZone(value),
    expected: () => ({ en: 'a time zone such as Asia/Shanghai', zh: '时区，如 Asia/Shanghai' }),
  },
};

type Item = { [key: string]: JsonValue };

function isRecord(value: JsonValue): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue, most: number, fits: (item: Item) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every((item) => isRecord(item) && fits(item));
}

function distinct(value: JsonValue): boolean {
  const names = (value as Item[]).map((item) => item['name']);
  return new Set(names).size === names.length;
}

function isName(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,49}$/.test(value);
}

function isFormField(item: Item): boolean {
  const label = item['label'];
  return (
    isName(item['name']) &&
    (FORM_FIELD_TYPES as readonly JsonValue[]).includes(item['type'] ?? null) &&
    label !== undefined &&
    isRecord(label) &&
    typeof label['en'] === 'string' &&
    typeof label['zh'] === 'string'
  );
}

function isPeopleEntry(item: Item): boolean {
  return (PEOPLE_KINDS as readonly JsonValue[]).includes(item['kind'] ?? null) && isText(item['value'] ?? null);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
