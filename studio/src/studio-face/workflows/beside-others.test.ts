import { begins, defineWorkflow, does, label, type WorkflowDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { besideOthers } from './beside-others.ts';

const model = { objects: {} };

function writing(name: string, when?: string): WorkflowDocument {
  const drawn = defineWorkflow(name, {
    label: label(name, name),
    trigger: begins('record_updated', { object: 'deal', ...(when === undefined ? {} : { when }) }),
    steps: [
      does('count', 'compute', { value: '1' }, { label: label('Count', '计数') }),
      does(
        'write',
        'update_record',
        { record: 'record', values: { reason: '"x"' } },
        { label: label('Write', '写入') },
      ),
    ],
  });
  return { ...drawn, id: name };
}

test('What another workflow writes at the same event is told where this one writes it', () => {
  const found = besideOthers(writing('later'), [writing('first'), writing('later')], model);
  expect(found.problems.map(({ path, code }) => `${code} ${path}`)).toEqual([
    'written_twice steps.1.settings.values.reason',
  ]);
});

test('What only may be so is a warning: a condition on one of them, a workflow that begins itself again', () => {
  const found = besideOthers(writing('narrow', 'record.amount > 0'), [writing('wide')], model);
  expect(found.problems).toEqual([]);
  expect(found.warnings.map(({ code }) => code)).toEqual(['may_be_written_twice']);
  expect(besideOthers(writing('own'), [], model).warnings.map(({ code }) => code)).toEqual(['may_go_round']);
});
