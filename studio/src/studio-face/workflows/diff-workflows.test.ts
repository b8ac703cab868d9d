import type { WorkflowDocument } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { diffWorkflows, overlaid } from './diff-workflows.ts';

const step = (id: string, value: string, next: { [outcome: string]: string } = {}) => ({
  id,
  type: 'compute',
  version: 1,
  settings: { value },
  next,
});

const workflow = (steps: WorkflowDocument['steps'], facts: Partial<WorkflowDocument> = {}): WorkflowDocument => ({
  kind: 'workflow',
  id: 'w',
  name: 'w',
  label: { en: 'W', zh: 'W' },
  format: 1,
  active: true,
  trigger: { type: 'manual', settings: { object: 'deal' } },
  first: 'a',
  steps,
  ...facts,
});

const before = workflow([step('a', '1', { done: 'b' }), step('b', '2')]);

describe('Two versions of a workflow', () => {
  it('differ by steps added, taken out and changed, and by what they say of themselves', () => {
    const after = workflow([step('a', '3', { done: 'c' }), step('c', '2')], {
      trigger: { type: 'manual', settings: { object: 'account' } },
    });
    const { facts, steps } = diffWorkflows(before, after);
    expect(facts).toEqual([{ what: 'settings.object', from: 'deal', to: 'account' }]);
    expect(steps.map((each) => [each.step.id, each.kind])).toEqual([
      ['a', 'changed'],
      ['c', 'added'],
      ['b', 'removed'],
    ]);
    expect(steps[0]!.parts).toEqual([
      { what: 'settings.value', from: '1', to: '3' },
      { what: 'next.done', from: 'b', to: 'c' },
    ]);
  });

  it('do not differ by where their cards stand', () => {
    const moved = workflow(before.steps.map((each) => ({ ...each, at: { x: 1, y: 2 } })));
    expect(diffWorkflows(before, moved)).toEqual({ facts: [], steps: [] });
  });

  it('are drawn over each other with what was taken out where it hung', () => {
    const drawn = overlaid(before, workflow([step('a', '1')]));
    expect(drawn.steps.map(({ id, next }) => [id, next])).toEqual([
      ['a', { done: 'b' }],
      ['b', {}],
    ]);
  });
});
