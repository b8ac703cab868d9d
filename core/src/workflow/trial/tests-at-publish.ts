import { StrataError, type Issue } from '@stratacrm/sdk';
import { randomInt } from 'node:crypto';
import type { Log } from '../../kernel/log.ts';
import type { SwitchHook } from '../../model/model.ts';
import type { Catalog } from '../../model/catalog.ts';
import { runTests } from './run-tests.ts';
import type { TrialEngine } from './trial.ts';

/**
 * Part of the switch to a release: the tests of all its workflows are run against its tables and rules. One that fails
 * stops the publish, unless its workflow only wants to be warned.
 */
export function testsAtPublish(engine: TrialEngine, log: Log): SwitchHook {
  return async (tx, _, { catalog }) => {
    const tested = [...catalog.workflows.values()].filter(
      (workflow) => workflow.archived !== true && (workflow.tests ?? []).length > 0,
    );
    if (tested.length === 0) return;
    const apart = withStatementsOfItsOwn(catalog);
    const issues: Issue[] = [];
    for (const workflow of tested) {
      const results = await runTests(engine, tx, apart, workflow);
      for (const [index, { test, problems }] of results.entries()) {
        if (problems.length === 0) continue;
        const reason = {
          en: problems.map((problem) => problem.en).join(' '),
          zh: problems.map((problem) => problem.zh).join(''),
        };
        if (workflow.on_failing_test === 'warn')
          log.warn('A test of a workflow fails', { workflow: workflow.name, test, reason: reason.en });
        else
          issues.push({
            path: `workflow/${workflow.name}/tests.${index}`,
            code: 'workflow_test_failed',
            params: { test, reason: { en: `${reason.en} `, zh: reason.zh } },
          });
      }
    }
    if (issues.length > 0) throw new StrataError('publish_problems', { count: issues.length }, issues);
  };
}

/** Should the publish fail, no connection keeps a prepared statement under a name that the next attempt would use. */
function withStatementsOfItsOwn(catalog: Catalog): Catalog {
  return { ...catalog, release: -randomInt(1, 2 ** 31 - 1), derived: new Map() };
}
