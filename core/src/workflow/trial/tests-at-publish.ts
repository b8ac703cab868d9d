import type { Label, WorkflowDocument } from '@stratacrm/sdk';
import type { Database, Transaction } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import type { Catalog } from '../../model/catalog.ts';
import { problemsError, type ModelProblem } from '../../model/model-problem.ts';
import type { Rehearsal, SwitchHook } from '../../model/model.ts';
import { REHEARSAL } from '../../records/sql/statement.ts';
import { runTests } from './run-tests.ts';
import type { TrialEngine } from './trial.ts';
import { undone } from './undone.ts';

/**
 * Part of the switch to a release: the tests of all its workflows are run against its tables and rules. One that fails
 * stops the publish, unless its workflow only wants to be warned.
 */
export function testsAtPublish(engine: TrialEngine, log: Log): SwitchHook {
  return async (tx, _, { catalog }) => {
    if (testedIn(catalog).length === 0) return;
    const { problems, warnings } = await failuresIn(engine, tx, catalog);
    for (const { key, params } of warnings)
      log.warn('A test of a workflow fails', { workflow: key, test: params['test'], reason: params['reason'] });
    if (problems.length > 0) throw problemsError(problems);
  };
}

/**
 * The same before it is published, in a transaction that is rolled back. Where the tables are not made yet a test that
 * fails may fail for that alone, so it is told that it will be run.
 */
export async function rehearseTests(
  engine: TrialEngine,
  database: Database,
  catalog: Catalog,
  unmade: boolean,
): Promise<Rehearsal> {
  if (testedIn(catalog).length === 0) return { problems: [], warnings: [] };
  const found = await undone(database, (tx) => failuresIn(engine, tx, catalog));
  if (!unmade) return found;
  const later = ({ kind, key, path, params }: ModelProblem): ModelProblem => {
    return { kind, key, path, code: 'workflow_test_later', params: { test: params['test'] ?? '' } };
  };
  return { problems: [], warnings: [...found.problems, ...found.warnings].map(later) };
}

function testedIn({ workflows }: Catalog): WorkflowDocument[] {
  return [...workflows.values()].filter(({ archived, tests = [] }) => archived !== true && tests.length > 0);
}

async function failuresIn(engine: TrialEngine, tx: Transaction, catalog: Catalog): Promise<Rehearsal> {
  const apart: Catalog = { ...catalog, release: REHEARSAL, derived: new Map() };
  const rehearsal: Rehearsal = { problems: [], warnings: [] };
  for (const workflow of testedIn(catalog)) {
    const results = await runTests(engine, tx, apart, workflow);
    const failures = results.flatMap(({ test, problems }, index) =>
      problems.length === 0 ? [] : [failure(workflow, index, test, problems)],
    );
    (workflow.on_failing_test === 'warn' ? rehearsal.warnings : rehearsal.problems).push(...failures);
  }
  return rehearsal;
}

function failure({ name }: WorkflowDocument, index: number, test: string, problems: readonly Label[]): ModelProblem {
  const reason = {
    en: `${problems.map((problem) => problem.en).join(' ')} `,
    zh: problems.map((problem) => problem.zh).join(''),
  };
  return {
    kind: 'workflow',
    key: name,
    path: `tests.${index}`,
    code: 'workflow_test_failed',
    params: { test, reason },
  };
}
