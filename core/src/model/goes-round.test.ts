import { mayGoRound, type DocumentChange, type WorkflowDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { workflowOf } from '../../testing/test-workflows.ts';

const update = (id: string, ...fields: string[]) => ({
  id,
  type: 'update_record',
  settings: { values: Object.fromEntries(fields.map((field) => [field, '"x"'])) },
});
const watching = (name: string, settings: object, ...steps: Parameters<typeof workflowOf>[2]) =>
  workflowOf(name, { type: 'record_updated', settings: { object: 'deal', ...settings } }, steps, {
    id: name,
  }) as WorkflowDocument;

function rounds(workflows: WorkflowDocument[], changed = workflows): string[] {
  const diff = changed.map(({ name: key, label }) => ({
    kind: 'workflow',
    key,
    label,
    action: 'change',
    properties: [],
  }));
  return mayGoRound(workflows, diff as DocumentChange[]).map(
    ({ key, params }) => `${key}: ${(params['names'] as { en: string }).en}`,
  );
}

test('A workflow whose own writes begin it again is told of, unless its trigger has a condition', () => {
  expect(rounds([watching('any', {}, update('a', 'reason'))])).toEqual(['any: any → any']);
  expect(rounds([watching('own', { fields: ['reason'] }, update('a', 'reason'))])).toEqual(['own: own → own']);
  expect(rounds([watching('other', { fields: ['stage'] }, update('a', 'reason'))])).toEqual([]);
  expect(rounds([watching('when', { when: 'record.reason == ""' }, update('a', 'reason'))])).toEqual([]);
  expect(rounds([{ ...watching('off', {}, update('a', 'reason')), active: false }])).toEqual([]);
});

test('So are several that begin each other, once for each round and only when one of them changes', () => {
  const one = watching('one', { fields: ['stage'] }, update('a', 'reason'));
  const two = watching(
    'two',
    { fields: ['reason'] },
    {
      id: 'b',
      type: 'update_records',
      settings: { object: 'deal', filter: 'true', values: { stage: '"new"' } },
    },
  );
  expect(rounds([one, two])).toEqual(['one: one → two → one']);
  expect(rounds([one, two], [two])).toEqual(['two: two → one → two']);
  expect(rounds([one, two], [])).toEqual([]);
  const calling = (name: string, called: string) =>
    workflowOf(name, { type: 'called', settings: { object: 'deal' } }, [
      { id: 'c', type: 'call', settings: { workflow: called, record: 'record' } },
    ]) as WorkflowDocument;
  expect(rounds([calling('x', 'y'), calling('y', 'x')])).toEqual(['x: x → y → x']);
  expect(rounds([calling('x', 'y'), calling('y', 'z')])).toEqual([]);
  const copies = workflowOf('copies', { type: 'record_created', settings: { object: 'deal' } }, [
    { id: 'd', type: 'create_record', settings: { object: 'deal', values: { name: '"Copy"' } } },
  ]) as WorkflowDocument;
  expect(rounds([copies])).toEqual(['copies: copies → copies']);
});
