import { stepKind, triggerKind, type CompiledModel, type JsonValue } from '@stratacrm/sdk';
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

test('fields, days and times of a trigger are told in words, a line that says much as it is', () => {
  const begins = (trigger: string, settings: Record<string, JsonValue>): string =>
    describeSettings(triggerKind(trigger)!.settings, settings, named);
  expect(begins('date_relative', { object: 'activity', field: 'subject', days: -60, at: '08:00' })).toBe(
    'Activity · Subject · 60 days before · 08:00',
  );
  expect(begins('schedule', { cron: '0 8 * * 1' })).toBe('Monday at 08:00');
  expect(begins('schedule', { cron: '30 9 * * 1-5' })).toBe('Monday, Tuesday, Wednesday, Thursday, Friday at 09:30');
  expect(begins('schedule', { cron: '0 6 * * *' })).toBe('every day at 06:00');
  expect(begins('schedule', { cron: '*/15 * * * *' })).toBe('every 15 minutes');
  expect(begins('schedule', { cron: '15 * * * *' })).toBe('every hour at minute 15');
  expect(begins('schedule', { cron: '0 6 1 * *' })).toBe('day 1 of each month at 06:00');
  expect(begins('schedule', { cron: '*/5 8-18 * * 1' })).toBe('*/5 8-18 * * 1');
});
