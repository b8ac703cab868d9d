import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { expect, test } from 'vitest';
import { i18n } from '../i18n/i18n.ts';
import DayInput from './DayInput.vue';
import MomentInput from './MomentInput.vue';

const plugins = [createPinia(), i18n];

test('a day is written as the reader’s language writes it, and what is typed is told once it is one', async () => {
  const input = mount(DayInput, { props: { modelValue: '2026-12-05', label: 'Until' }, global: { plugins } });
  const box = input.get('input');
  expect(box.element.value).toBe('5 Dec 2026');
  await box.setValue('half');
  await box.setValue('2026-12-06');
  await box.setValue('2026年12月7日');
  expect(input.emitted('update:modelValue')).toEqual([[''], ['2026-12-06'], ['2026-12-07']]);
});

test('a moment is by the clock of the reader, and keeps its time while its day is typed anew', async () => {
  const input = mount(MomentInput, {
    props: { modelValue: '2026-12-05T14:30:00.000Z', label: 'From' },
    global: { plugins },
  });
  const [day, time] = input.findAll('input');
  const shown = time!.element.value;
  await day!.setValue('2026-12');
  expect(input.emitted('update:modelValue')?.at(-1)).toEqual([null]);
  await day!.setValue('2026-12-06');
  expect(time!.element.value).toBe(shown);
  expect(input.emitted('update:modelValue')?.at(-1)?.[0]).toMatch(/^2026-12-0[567]T\d\d:30:00/);
});
