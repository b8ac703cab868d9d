import { describe, expect, it } from 'vitest';
import type { WorkflowStep } from '../documents/workflow.ts';
import { askIssues } from './lint-ask.ts';
import { WorkflowNames, namesObject } from './names.ts';
import { settingsOf, usesOf } from './setting-uses.ts';
import { isAskedFor } from './setting.ts';
import { stepKind } from './step-kinds.ts';

const step = (settings: WorkflowStep['settings'], next: WorkflowStep['next'] = {}): WorkflowStep => ({
  id: 'ask',
  type: 'approval',
  version: 1,
  settings,
  next,
});

const codes = (...given: Parameters<typeof step>): string[] =>
  askIssues(step(...given), 'steps.0').map(({ path, code }) => `${path} ${code}`);

const role = [{ kind: 'role', value: 'legal' }];
const person = [{ kind: 'expression', value: 'record.owner' }];

describe('A step that waits for people', () => {
  it('may wait for a team or a role without end, since somebody is always there', () => {
    expect(codes({ people: role })).toEqual([]);
  });

  it('that waits for single people needs a time after which something happens', () => {
    expect(codes({ people: person })).toEqual(['steps.0.settings.at_most endless_ask']);
    expect(codes({ mode: 'chain' })).toEqual(['steps.0.settings.at_most endless_ask']);
    expect(codes({ people: person, escalate_after: '2d' })).toEqual([]);
    expect(codes({ people: person, at_most: '2d' }, { late: 'x' })).toEqual([]);
  });

  it('that gives up needs a way on', () => {
    expect(codes({ people: role, at_most: '2d' })).toEqual(['steps.0.next.late no_way_for_lateness']);
  });

  it('asks nobody where nobody is chosen', () => {
    expect(codes({ people: [...role, { kind: 'user', value: '' }] })).toEqual([
      'steps.0.settings.people.1.value nobody_asked',
    ]);
  });
});

describe('Settings of such steps', () => {
  const document = {
    kind: 'workflow',
    id: 'w',
    name: 'w',
    label: { en: '', zh: '' },
    format: 1,
    active: true,
    trigger: { type: 'record_created', settings: { object: 'deal' } },
    first: 'give',
    steps: [
      {
        id: 'give',
        type: 'assign',
        version: 1,
        next: {},
        settings: {
          by: 'territory',
          territories: [{ condition: 'record.big', kind: 'manager', value: 'record.owner' }],
          people: role,
        },
      },
    ],
  } as const;

  it('name roles, users by expressions, and conditions', () => {
    const [, settings] = settingsOf(document as never);
    const uses = settings!.described.flatMap((each) => usesOf(each, settings!));
    expect(uses).toContainEqual({ kind: 'role', path: ['steps', 0, 'settings', 'people', 0, 'value'], name: 'legal' });
    expect(uses).toContainEqual({
      kind: 'expression',
      path: ['steps', 0, 'settings', 'territories', 0, 'value'],
      source: 'record.owner',
      is: 'user',
    });
    // The field stands in the record where no object is given.
    expect(uses).toContainEqual(
      expect.objectContaining({ kind: 'field', name: 'owner', of: undefined, record: 'record' }),
    );
  });

  it('are asked for only where they matter', () => {
    const described = stepKind('assign')!.settings;
    const given = document.steps[0].settings as never;
    const asked = described.filter((each) => isAskedFor(each, { described, given })).map((each) => each.name);
    expect(asked).toContain('territories');
    expect(asked).not.toContain('people');
  });

  it('give names to later steps', () => {
    const workflow = {
      ...document,
      steps: [
        { ...document.steps[0], next: { done: 'next' } },
        { ...document.steps[0], id: 'next' },
      ],
    };
    const model = { objects: { deal: { ...namesObject([]), name: 'deal' } } };
    expect(new WorkflowNames(workflow as never, model as never).at('next').map((each) => each.name)).toEqual([
      'record',
      'give',
      'give_count',
    ]);
  });
});
