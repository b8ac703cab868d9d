import { expect, test } from 'vitest';
import type { ProcessDocument, Transition } from '../documents/process.ts';
import type { WorkflowDocument } from '../documents/workflow.ts';
import { lintProcess } from './lint-process.ts';

const process = (transitions: Transition[], rest: Partial<ProcessDocument> = {}): ProcessDocument => ({
  kind: 'process',
  id: 'p',
  name: 'p',
  label: { en: 'P', zh: '流程' },
  object: 'o',
  field: 'f',
  stages: ['a', 'b', 'c'].map((id) => ({ id, category: id === 'c' ? 'won' : 'open' })),
  transitions,
  ...rest,
});
const none = (): undefined => undefined;

test('a process without transitions, and one where every stage leads on, has nothing doubtful', () => {
  expect(lintProcess(process([]), none)).toEqual([]);
  const ways = [
    { id: '1', from: 'a', to: 'b' },
    { id: '2', from: '*', to: 'c' },
  ];
  expect(lintProcess(process(ways), none)).toEqual([]);
});

test('stages that nothing leads to or out of are told', () => {
  expect(lintProcess(process([{ id: '1', from: 'a', to: 'c' }]), none)).toEqual([
    { kind: 'unreachable', stage: 'b' },
    { kind: 'dead_end', stage: 'b' },
  ]);
  expect(lintProcess(process([{ id: '1', from: 'a', to: 'c' }], { enter: ['a', 'b'] }), none)).toEqual([
    { kind: 'dead_end', stage: 'b' },
  ]);
});

test('a way behind one that is always free is told', () => {
  const ways = [
    { id: '1', from: '*', to: 'b' },
    { id: '2', from: '*', to: 'b', guard: 'true' },
    { id: '3', from: '*', to: 'c' },
  ];
  expect(lintProcess(process(ways), none)).toEqual([{ kind: 'shadowed', transition: '2', by: '1' }]);
});

test('a workflow that never makes the move, or is switched off, is told', () => {
  const ways = [
    { id: '1', from: '*', to: 'b', approval: 'decide' },
    { id: '2', from: '*', to: 'c' },
  ];
  const decide = (active: boolean, type: string) => () =>
    ({ name: 'decide', active, steps: [{ id: 's', type }] }) as unknown as WorkflowDocument;
  expect(lintProcess(process(ways), decide(true, 'make_move'))).toEqual([]);
  expect(lintProcess(process(ways), decide(false, 'wait'))).toEqual([
    { kind: 'never_made', transition: '1', workflow: 'decide' },
    { kind: 'switched_off', transition: '1', workflow: 'decide' },
  ]);
});
