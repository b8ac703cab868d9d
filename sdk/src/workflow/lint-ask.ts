import type { WorkflowStep } from '../documents/workflow.ts';
import type { Issue } from '../errors/strata-error.ts';
import { isBlank } from './check-setting.ts';
import { peopleEntries } from './people.ts';

/** What is wrong with a step that waits for people: nobody can be asked, or nothing happens when they do not answer. */
export function askIssues(step: WorkflowStep, path: string): Issue[] {
  const { settings } = step;
  const issues: Issue[] = [];
  const chain = settings['mode'] === 'chain';
  const people = peopleEntries(settings['people']);
  people.forEach(({ value }, at) => {
    if (value === '')
      issues.push({ path: `${path}.settings.people.${at}.value`, code: 'nobody_asked', params: { step: step.id } });
  });
  if (!chain && people.length === 0) return issues;
  const late = !isBlank(settings['at_most']);
  if (late && step.next['late'] === undefined)
    issues.push({ path: `${path}.next.late`, code: 'no_way_for_lateness', params: { step: step.id } });
  const many = !chain && people.some(({ kind }) => kind === 'team' || kind === 'role');
  if (!late && !many && isBlank(settings['escalate_after']))
    issues.push({ path: `${path}.settings.at_most`, code: 'endless_ask', params: { step: step.id } });
  return issues;
}
