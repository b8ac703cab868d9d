import type { Queryable } from '../kernel/database.ts';
import { workflowMetrics, type WorkflowMetrics } from '../workflow/runs/list-runs.ts';

const FRESH_MS = 15_000;

/** What workflows did in the last day, in Prometheus' text form; asked of the database at most four times a minute. */
export function workflowMetricText(db: Queryable): () => Promise<string> {
  let asked = -Infinity;
  let text: Promise<string> = Promise.resolve('');
  return () => {
    if (performance.now() - asked > FRESH_MS) {
      asked = performance.now();
      // Whoever watches the server wants its other figures also when the database is away.
      text = workflowMetrics(db, 1).then(lines, () => '');
    }
    return text;
  };
}

function lines(metrics: readonly WorkflowMetrics[]): string {
  const gauges: [string, string, (metric: WorkflowMetrics) => number | null][] = [
    ['strata_workflow_runs_day', 'Runs begun in the last day.', (each) => each.runs],
    ['strata_workflow_failures_day', 'Of these, runs that failed.', (each) => each.failed],
    ['strata_workflow_under_way', 'Of these, runs that have not ended.', (each) => each.waiting],
    ['strata_workflow_records_day', 'Records these runs changed.', (each) => each.records_changed],
    ['strata_workflow_seconds_median', 'Usual time of a run.', (each) => each.median_seconds],
    ['strata_workflow_seconds_p95', 'Time of the slowest twentieth.', (each) => each.p95_seconds],
  ];
  return gauges
    .flatMap(([name, help, of]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...metrics.flatMap((each) => {
        const value = of(each);
        return value === null ? [] : [`${name}{workflow="${each.workflow}"} ${value}`];
      }),
    ])
    .concat('')
    .join('\n');
}
