import { describe, expect, it } from 'vitest';
import type { CompiledModel } from '../model/compiled.ts';
import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import { lintWorkflow } from './lint-workflow.ts';
import { namesObject } from './names.ts';
import { STEP_KINDS } from './step-kinds.ts';
import { TRIGGER_KINDS } from './trigger-kinds.ts';

const deal = {
  ...namesObject([
    { name: 'name', type: { type: 'text' } },
    { name: 'amount', type: { type: 'decimal' } },
    { name: 'due', type: { type: 'date' } },
    { name: 'owner', type: { type: 'ref', object: 'user' } },
  ]),
  name: 'deal',
};
const user = { ...namesObject([{ name: 'name', type: { type: 'text' } }]), name: 'user' };
const model = { objects: { deal, user } } as unknown as CompiledModel;
const around = {
  model,
  hasRole: (name: string) => name === 'boss',
  templateObject: (name: string) => (name === 'welcome_mail' ? 'contact' : undefined),
  hasWorkflow: (name: string) => name === 'other',
};

function workflow(
  steps: (Partial<WorkflowStep> & { id: string; type: string })[],
  facts: Partial<WorkflowDocument> = {},
) {
  return {
    kind: 'workflow',
    id: 'w',
    name: 'w',
    label: { en: 'W', zh: '工' },
    format: 1,
    active: true,
    trigger: { type: 'record_created', settings: { object: 'deal' } },
    first: steps[0]?.id,
    steps: steps.map((step) => ({ version: 1, settings: {}, next: {}, ...step })),
    ...facts,
  } as WorkflowDocument;
}

function issues(document: WorkflowDocument): string[] {
  return lintWorkflow(document, around).map(({ path, code }) => `${path} ${code}`);
}

const update = (id: string, values: Record<string, string>, next = {}) => ({
  id,
  type: 'update_record',
  settings: { values },
  next,
});

describe('The linter of workflows', () => {
  it('has nothing against a sound one', () => {
    const document = workflow([
      { id: 'big', type: 'condition', settings: { when: 'record.amount > 100' }, next: { yes: 'find', no: 'mark' } },
      {
        id: 'find',
        type: 'find_records',
        settings: { object: 'deal', filter: 'owner == {{ record.owner }} && amount > {{ record.amount }}' },
        next: { done: 'mark' },
      },
      update('mark', { name: '"x"' }),
    ]);
    expect(issues(document)).toEqual([]);
  });

  it('finds ways that lead nowhere, steps nobody reaches, circles and shared branches', () => {
    expect(
      issues(workflow([update('a', { name: '"x"' }, { done: 'gone', odd: 'a' }), update('b', { name: '"y"' })])),
    ).toEqual([
      'steps.0.next.done step_leads_nowhere',
      'steps.0.next.odd unknown_outcome',
      'steps.0 endless_circle',
      'steps.1 unreachable_step',
    ]);
    const shared = workflow([
      {
        id: 'each',
        type: 'for_each',
        settings: { object: 'deal', filter: 'amount > 1', at_most: 5 },
        next: { each: 'mark', done: 'mark' },
      },
      update('mark', { name: '"x"' }),
    ]);
    expect(issues(shared)).toContain('steps.1 inner_step_shared');
    expect(issues(workflow([]))).toEqual(['first workflow_without_steps']);
  });

  it('checks settings: missing, unknown, of the wrong shape, and expressions by what the step can name', () => {
    expect(issues(workflow([{ id: 'a', type: 'condition', settings: { whem: 'true' } }]))).toEqual([
      'steps.0.settings.whem unknown_setting',
      'steps.0.settings.when required',
    ]);
    expect(issues(workflow([update('a', { amount: '"text"', gone: '1', name: 'record.nmae' })]))).toEqual([
      'steps.0.settings.values.amount expression_type',
      'steps.0.settings.values.gone dangling_reference',
      'steps.0.settings.values.name expression_unknown_name',
    ]);
    expect(
      issues(
        workflow([
          update('a', { name: 'later' }, { done: 'later' }),
          { id: 'later', type: 'compute', settings: { value: '"x"' } },
        ]),
      ),
    ).toEqual(['steps.0.settings.values.name expression_unknown_name']);
    expect(
      issues(
        workflow([
          { id: 'a', type: 'find_records', settings: { object: 'deal', filter: 'amount == {{ record.name }}' } },
        ]),
      ),
    ).toEqual(['steps.0.settings.filter expression_type']);
  });

  it('knows names of triggers and of steps within others only where they are', () => {
    const form = [{ name: 'reason', type: 'text', label: { en: 'Why', zh: '原因' } }];
    const manual = { type: 'manual', settings: { object: 'deal', form } };
    expect(issues(workflow([update('a', { name: 'input_reason' })], { trigger: manual }))).toEqual([]);
    expect(issues(workflow([update('a', { name: 'old.name' })]))).toEqual([
      'steps.0.settings.values.name expression_unknown_name',
    ]);
    const each = {
      id: 'each',
      type: 'for_each',
      settings: { object: 'deal', filter: 'amount > 1', at_most: 5 },
    };
    expect(
      issues(
        workflow([
          { ...each, next: { each: 'in', done: 'out' } },
          update('in', { name: 'each_each.name' }),
          update('out', { name: 'each_each.name' }),
        ]),
      ),
    ).toEqual(['steps.2.settings.values.name expression_unknown_name']);
  });

  it('goes through the entries of a list, which the steps within know by their type', () => {
    const trigger = { type: 'mail_received', settings: { address: 'papers' } };
    const each = (list: string) => ({ id: 'all', type: 'for_each', settings: { over: 'list', list, at_most: 5 } });
    const make = (name: string) => ({
      id: 'make',
      type: 'create_record',
      settings: { object: 'deal', values: { name, amount: 'size(mail_files)' } },
    });
    const over = (list: string, name: string) =>
      issues(workflow([{ ...each(list), next: { each: 'make' } }, make(name)], { trigger, run_as: 'boss' }));
    expect(over('mail_files', 'each_all')).toEqual([]);
    expect(over('mail_subject', '"x"')).toEqual(['steps.0.settings.list invalid_setting']);
    expect(over('mail_files', 'each_all.name')).toEqual(['steps.1.settings.values.name expression_unknown_name']);
    expect(over('', '"x"')).toEqual(['steps.0.settings.list required']);
  });

  it('wants an end of every wait, a role for what the clock begins, and things that are there', () => {
    expect(issues(workflow([{ id: 'a', type: 'wait' }]))).toEqual(['steps.0.settings.for endless_wait']);
    const schedule = { type: 'schedule', settings: { cron: '0 25 * * *' } };
    expect(issues(workflow([{ id: 'a', type: 'stop', settings: { as: 'done' } }], { trigger: schedule }))).toEqual([
      'run_as required',
      'trigger.settings.cron invalid_setting',
    ]);
    expect(
      issues(workflow([{ id: 'a', type: 'call', settings: { workflow: 'nobody' } }], { run_as: 'chief' })),
    ).toEqual(['run_as dangling_reference', 'steps.0.settings.workflow dangling_reference']);
    expect(
      issues(
        workflow(
          [
            { id: 'a', type: 'nonsense' },
            { id: 'b', type: 'stop', version: 9 },
          ],
          { first: 'b' },
        ),
      ),
    ).toEqual(['steps.0.type unknown_step_kind', 'steps.1.version step_from_the_future', 'steps.0 unreachable_step']);
  });
});

describe('Every kind of step and trigger', () => {
  it.each([...STEP_KINDS, ...TRIGGER_KINDS].map((kind) => [kind.name, kind] as const))(
    '%s is described in both languages',
    (_, kind) => {
      for (const label of [kind.label, kind.description, ...kind.settings.map((setting) => setting.label)]) {
        expect(label.en).not.toBe('');
        expect(label.zh).toMatch(/\p{Script=Han}/u);
      }
    },
  );
});
