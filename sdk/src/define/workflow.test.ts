import { describe, expect, it } from 'vitest';
import { step as pluginStep, trigger } from './code.ts';
import { label } from './label.ts';
import { definePlugin } from './plugin.ts';
import { begins, defineWorkflow, does } from './workflow.ts';

const text = label('Thank', '致谢');

describe('a workflow as its author writes it', () => {
  it('is the document that the designer draws', () => {
    const made = defineWorkflow('club__thank', {
      label: text,
      run_as: 'administrator',
      trigger: begins('record_created', { object: 'account' }),
      steps: [
        does('large', 'condition', { when: 'record.employees > 100' }, { next: { yes: 'note' } }),
        does('note', 'update_record', { record: 'record', values: { description: '"large"' } }, { label: text }),
        does('tell', 'notify', { people: [{ kind: 'expression', value: 'record.owner' }], text: 'Large' }),
      ],
      tests: [
        {
          name: 'large_ones',
          given: { record: { name: 'Acme', employees: 200 } },
          expect: { steps: ['large', 'note', 'tell'] },
        },
      ],
    });
    expect(made).toMatchObject({
      kind: 'workflow',
      name: 'club__thank',
      format: 1,
      active: true,
      first: 'large',
      trigger: { type: 'record_created', settings: { object: 'account' } },
    });
    // What has one way on goes on with the step beneath it; a choice goes only where it is told to.
    expect(made.steps.map(({ id, version, next }) => [id, version, next])).toEqual([
      ['large', 1, { yes: 'note' }],
      ['note', 1, { done: 'tell' }],
      ['tell', 1, {}],
    ]);
  });

  it('refuses settings that its steps do not have', () => {
    // @ts-expect-error a condition is a text
    does('large', 'condition', { when: 5 });
    // @ts-expect-error there is no such setting
    does('large', 'condition', { when: 'true', wehn: 'true' });
    // @ts-expect-error it must say what is changed
    does('note', 'update_record', {});
    // @ts-expect-error there is no such kind
    does('note', 'update_recrod', {});
    // @ts-expect-error not one of its options
    does('ask', 'approval', { mode: 'somebody', title: 'May he?' });
    // @ts-expect-error it begins for records of an object
    begins('record_created', {});
    expect(true).toBe(true);
  });

  it('keeps a step of its own plugin with its form', () => {
    const award = { name: 'award', label: text, settings: [{ name: 'points', type: 'value', label: text }] } as const;
    const plugin = definePlugin({
      id: 'com.example.club',
      prefix: 'club',
      version: '1.0.0',
      label: text,
      description: text,
      documents: [
        defineWorkflow('club__award', {
          label: text,
          trigger: begins('manual', { object: 'account' }),
          steps: [does('award', 'run_plugin', { step: 'club__award_step', points: '5', stop_on_failure: true })],
        }),
      ],
      code: [pluginStep({ ...award, settings: [...award.settings] }, () => null as never)],
    });
    const workflow = plugin.documents.find(({ kind }) => kind === 'workflow');
    expect(workflow).toMatchObject({
      steps: [{ settings: { step: { name: 'club__award_step', settings: [{ name: 'points' }] }, points: '5' } }],
    });
  });

  it('is about the records that an event of its own plugin tells of', () => {
    const plugin = definePlugin({
      id: 'com.example.club',
      prefix: 'club',
      version: '1.0.0',
      label: text,
      description: text,
      documents: [
        defineWorkflow('club__greet', {
          label: text,
          trigger: begins('plugin_event', { event: 'club__joined_event' }),
          steps: [],
        }),
      ],
      code: [trigger({ name: 'joined', label: text, object: 'account' })],
    });
    const workflow = plugin.documents.find(({ kind }) => kind === 'workflow');
    expect(workflow).toMatchObject({
      trigger: { settings: { object: 'account', event: { name: 'club__joined_event', object: 'account' } } },
    });
  });
});
