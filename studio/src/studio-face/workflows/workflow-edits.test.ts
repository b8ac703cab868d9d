import type { WorkflowDocument } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import {
  addStep,
  changeSetting,
  connect,
  disconnect,
  emptyWorkflow,
  removeStep,
  renameStep,
} from './workflow-edits.ts';

const empty = {
  ...emptyWorkflow('follow_up', { en: 'Follow up', zh: '跟进' }, 'record_created', 'deal'),
  id: 'w',
} as WorkflowDocument;

function withThree(): WorkflowDocument {
  const one = addStep(empty, 'condition', 'beginning');
  const two = addStep(one.document, 'update_record', { step: one.id, outcome: 'yes' });
  return addStep(two.document, 'stop', { step: one.id, outcome: 'no' }).document;
}

describe('A workflow that is drawn', () => {
  it('begins with what its trigger needs', () => {
    expect(empty).toMatchObject({ active: false, trigger: { settings: { object: 'deal' } }, steps: [] });
    expect(emptyWorkflow('a', { en: 'A', zh: '甲' }, 'schedule', 'deal').trigger.settings).toEqual({});
  });

  it('grows at any place, and what stood there follows', () => {
    const { steps, first } = withThree();
    expect(first).toBe('condition');
    expect(steps.map((step) => step.next)).toEqual([{ yes: 'update_record', no: 'stop' }, {}, {}]);
    const between = addStep(withThree(), 'wait', { step: 'condition', outcome: 'yes' }).document;
    expect(between.steps.find((step) => step.id === 'condition')?.next['yes']).toBe('wait');
    expect(between.steps.find((step) => step.id === 'wait')?.next).toEqual({ done: 'update_record' });
    expect(addStep(between, 'wait', 'beginning').id).toBe('wait_2');
  });

  it('closes where a step is taken out', () => {
    const between = addStep(withThree(), 'wait', { step: 'condition', outcome: 'yes' }).document;
    expect(removeStep(between, 'wait').steps.find((step) => step.id === 'condition')?.next).toEqual({
      yes: 'update_record',
      no: 'stop',
    });
    const headless = removeStep(withThree(), 'condition');
    expect(headless.first).toBe('update_record');
    expect(removeStep(removeStep(headless, 'update_record'), 'stop')).not.toHaveProperty('first');
  });

  it('is connected and disconnected', () => {
    const joined = connect(withThree(), { step: 'update_record', outcome: 'done' }, 'stop');
    expect(joined.steps[1]!.next).toEqual({ done: 'stop' });
    expect(disconnect(joined, { step: 'update_record', outcome: 'done' }).steps[1]!.next).toEqual({});
    expect(disconnect(joined, 'beginning')).not.toHaveProperty('first');
  });

  it('has settings of its steps and of its trigger', () => {
    expect(changeSetting(withThree(), 'condition', 'when', 'true').steps[0]!.settings).toEqual({ when: 'true' });
    expect(changeSetting(empty, null, 'object', undefined).trigger.settings).toEqual({});
  });

  it('knows a renamed step by its new name wherever an expression speaks of it, but not in texts', () => {
    const { document, id } = addStep(withThree(), 'find_records', 'beginning');
    const spoken = changeSetting(
      document,
      'condition',
      'when',
      `${id}_count > 1 && ${id}.name != "${id}" && record.${id} == 1`,
    );
    const renamed = renameStep(spoken, id, 'found');
    expect(renamed.first).toBe('found');
    expect(renamed.steps.find((step) => step.id === 'condition')?.settings['when']).toBe(
      'found_count > 1 && found.name != "find_records" && record.find_records == 1',
    );
    const filtered = changeSetting(spoken, 'stop', 'reason', `find_records of {{ ${id}.name }}`);
    expect(renameStep(filtered, id, 'found').steps.find((step) => step.id === 'stop')?.settings['reason']).toBe(
      'find_records of {{ found.name }}',
    );
  });
});
