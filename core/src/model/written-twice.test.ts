import {
  documentKey,
  mayBeWrittenTwice,
  writtenTwice,
  type Document,
  type DocumentChange,
  type WorkflowDocument,
} from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { testCatalog } from '../../testing/test-catalog.ts';
import { workflowOf } from '../../testing/test-workflows.ts';

const RULE = {
  kind: 'rule',
  id: 'rule',
  name: 'reason_of_lost',
  label: { en: 'Reason of lost', zh: '丢单原因' },
  object: 'deal',
  type: 'default',
  field: 'reason',
  value: '"price"',
  on: 'save',
  when: 'record.stage == "lost"',
} as unknown as Document;

const { model } = testCatalog([...SALES_DOCUMENTS, RULE]);

function writing(name: string, settings: object, behind: 'nothing' | 'a condition' = 'nothing'): WorkflowDocument {
  const write = { id: 'write', type: 'update_record', settings: { values: { reason: `"${name}"` } }, next: {} };
  const steps =
    behind === 'nothing'
      ? [{ id: 'first', type: 'compute', settings: { value: '1' } }, write]
      : [{ id: 'first', type: 'condition', settings: { when: 'record.amount > 0' }, next: { yes: 'write' } }, write];
  const trigger = { type: 'record_updated', settings: { object: 'deal', ...settings } };
  return workflowOf(name, trigger, steps, { id: name }) as WorkflowDocument;
}

function diffOf(...documents: readonly Document[]): DocumentChange[] {
  return documents.map((document) => ({
    kind: document.kind,
    key: documentKey(document),
    label: document.label,
    action: 'change',
    properties: [],
  }));
}

test('Two that always write the same field at the same event stop the publish, each pair once', () => {
  const workflows = [writing('a', {}), writing('b', {}), writing('c', { when: 'record.amount > 0' })];
  expect(writtenTwice(workflows, model)).toMatchObject([
    {
      kind: 'workflow',
      key: 'a',
      path: 'steps.1.settings.values.reason',
      code: 'written_twice',
      params: { other: { en: 'b' } },
    },
  ]);
  expect(writtenTwice([workflows[0]!, { ...workflows[1]!, active: false }], model)).toEqual([]);
  const other = { type: 'record_created', settings: { object: 'deal' } };
  expect(writtenTwice([workflows[0]!, { ...workflows[1]!, trigger: other }], model)).toEqual([]);
});

test('So do two that the same change triggers, whatever narrows it', () => {
  const twice = (one: object, other: object) => writtenTwice([writing('a', one), writing('b', other)], model).length;
  expect(twice({ fields: ['stage'] }, { fields: ['amount', 'stage'] })).toBe(1);
  expect(twice({ when: 'record.amount > 0' }, { when: ' record.amount > 0' })).toBe(1);
  expect(twice({ fields: ['stage'] }, { fields: ['amount'] })).toBe(0);
  expect(twice({ fields: ['stage'], when: 'record.amount > 0' }, { fields: ['stage'] })).toBe(0);
  const behind = writing('b', { fields: ['stage'] }, 'a condition');
  expect(writtenTwice([writing('a', { fields: ['stage'] }), behind], model)).toEqual([]);
});

test('Where one of them depends on something it is told with both names and what each depends on, once either changes', () => {
  const always = writing('a', {});
  const narrowed = [
    [writing('when', { when: 'record.amount > 0' }), 'only when record.amount > 0'],
    [writing('fields', { fields: ['stage', 'amount'] }), 'only when stage, amount changes'],
    [writing('branch', {}, 'a condition'), 'on one of its ways only'],
  ] as const;
  for (const [workflow, why] of narrowed) {
    const pair = [always, workflow];
    expect(writtenTwice(pair, model)).toEqual([]);
    const told = mayBeWrittenTwice(pair, model, diffOf(workflow)).filter(
      ({ params }) => params['other'] !== RULE.label,
    );
    expect(told).toMatchObject([
      {
        code: 'may_be_written_twice',
        params: {
          one: { en: 'a' },
          one_when: { en: 'always' },
          other: workflow.label,
          other_when: { en: why },
          field: { en: 'Reason' },
        },
      },
    ]);
    expect(mayBeWrittenTwice(pair, model, [])).toEqual([]);
  }
});

test('A rule that sets the field on every save counts as well', () => {
  const told = mayBeWrittenTwice([writing('a', {})], model, diffOf(RULE));
  expect(told).toMatchObject([
    {
      kind: 'workflow',
      key: 'a',
      params: { other: RULE.label, other_when: { en: 'only when record.stage == "lost"' } },
    },
  ]);
});
