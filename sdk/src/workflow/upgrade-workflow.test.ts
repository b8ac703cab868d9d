import { expect, it } from 'vitest';
import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import { STEP_KINDS } from './step-kinds.ts';
import { upgradeWorkflow } from './upgrade-workflow.ts';

/** Once it named one person; then several; then it could be told how long to wait. */
const ASK = {
  version: 3,
  upgrade: {
    1: ({ person, ...rest }: WorkflowStep['settings']) => ({ ...rest, people: [person ?? null] }),
    2: (settings: WorkflowStep['settings']) => ({ ...settings, at_most: '5d' }),
  },
};
const kindOf = (name: string) => (name === 'ask' ? ASK : name === 'tell' ? { version: 2 } : undefined);
const step = (type: string, version: number, settings: WorkflowStep['settings']): WorkflowStep => {
  return { id: type, type, version, settings, next: {} };
};
const workflow = (...steps: WorkflowStep[]) => ({ name: 'w', steps }) as unknown as WorkflowDocument;

it('A step written for an older version of its kind is read as the present one wants it', () => {
  const old = workflow(step('ask', 1, { person: 'anna', title: 'T' }), step('ask', 2, { people: ['bo'] }));
  expect(upgradeWorkflow(old, kindOf).steps).toEqual([
    step('ask', 3, { people: ['anna'], title: 'T', at_most: '5d' }),
    step('ask', 3, { people: ['bo'], at_most: '5d' }),
  ]);
  expect(old.steps[0]).toEqual(step('ask', 1, { person: 'anna', title: 'T' }));
});

it('settings that did not change stay, and so does what is unknown or from the future', () => {
  expect(upgradeWorkflow(workflow(step('tell', 1, { text: 'x' })), kindOf).steps).toEqual([
    step('tell', 2, { text: 'x' }),
  ]);
  const strange = workflow(step('gone', 1, {}), step('ask', 9, {}));
  expect(upgradeWorkflow(strange, kindOf)).toBe(strange);
});

it('every kind leads from each of its older versions', () => {
  for (const { name, version, upgrade = {} } of STEP_KINDS)
    expect({
      name,
      from: Object.keys(upgrade)
        .map(Number)
        .filter((from) => from >= version),
    }).toEqual({ name, from: [] });
});
