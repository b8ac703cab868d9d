import { stepKind, type CompiledModel, type JsonValue } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { describeSettings, type Named } from './describe-step.ts';

const kind = {
  name: 'type',
  label: { en: 'Type', zh: '类型' },
  options: [{ value: 'task', label: { en: 'Task', zh: '任务' } }],
};
const subject = { name: 'subject', label: { en: 'Subject', zh: '主题' } };
const activity = { name: 'activity', label: { en: 'Activity', zh: '活动' }, fields: { type: kind, subject } };
const named: Named = {
  model: { objects: { activity } } as unknown as Pick<CompiledModel, 'objects'>,
  roles: new Map([['sales', { en: 'Salespeople', zh: '销售代表' }]]),
  object: 'activity',
};
const words = (step: string, settings: Record<string, JsonValue>): string =>
  describeSettings(stepKind(step)!.settings, settings, named);

test('fields and options are told by their labels, expressions as they are', () => {
  const values = { type: '"task"', subject: '"Call " + record.name', gone: '1' };
  const told = 'Activity · Type = Task, Subject = "Call " + record.name, gone = 1';
  expect(words('create_record', { object: 'activity', values })).toBe(told);
  expect(words('update_record', { record: 'record', values })).toBe(`record · ${told.slice('Activity · '.length)}`);
});

test('roles are told by their labels, and by their names where there is none', () => {
  const people = [
    { kind: 'role', value: 'sales' },
    { kind: 'role', value: 'nobody_knows' },
  ];
  expect(words('assign', { by: 'round_robin', people })).toContain('Salespeople, nobody_knows');
});
