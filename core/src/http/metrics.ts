import type { Database } from '../kernel/database.ts';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Series {
  count: number;
  sum: number;
  buckets: number[];
}

/** Counts what the server does, in Prometheus' text form. */
export interface Metrics {
  /** `route` is the path with its parameters in braces, so that the number of series is bounded. */
  observe(method: string, route: string, status: number, seconds: number): void;
  text(): string;
}

export function createMetrics(database: Pick<Database, 'pool'>, release: () => number): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Series>();
  return {
    observe(method, route, status, seconds) {
      const labels = `method="${method}",route="${route}"`;
      const counted = `${labels},status="${status}"`;
      requests.set(counted, (requests.get(counted) ?? 0) + 1);
      const series = durations.get(labels) ?? { count: 0, sum: 0, buckets: BUCKETS.map(() => 0) };
      series.count++;
      series.sum += seconds;
      BUCKETS.forEach((bound, index) => (series.buckets[index]! += seconds <= bound ? 1 : 0));
      durations.set(labels, series);
    },
    text: () =>
      [...requestLines(requests), ...durationLines(durations), ...processLines(database, release()), ''].join('\n'),
  };
}

function requestLines(requests: ReadonlyMap<string, number>): string[] {
  return [
    '# HELP strata_http_requests_total Requests answered.',
    '# TYPE strata_http_requests_total counter',
    ...[...requests].map(([labels, count]) => `strata_http_requests_total{${labels}} ${count}`),
  ];
}

function durationLines(durations: ReadonlyMap<string, Series>): string[] {
  return [
    '# HELP strata_http_request_duration_seconds Time from a request to the end of its answer.',
    '# TYPE strata_http_request_duration_seconds histogram',
    ...[...durations].flatMap(([labels, series]) => [
      ...BUCKETS.map(
        (bound, index) =>
          `strata_http_request_duration_seconds_bucket{${labels},le="${bound}"} ${series.buckets[index]}`,
      ),
      `strata_http_request_duration_seconds_bucket{${labels},le="+Inf"} ${series.count}`,
      `strata_http_request_duration_seconds_sum{${labels}} ${series.sum}`,
      `strata_http_request_duration_seconds_count{${labels}} ${series.count}`,
    ]),
  ];
}

function processLines({ pool }: Pick<Database, 'pool'>, release: number): string[] {
  const gauges: [string, string, number][] = [
    ['process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()],
    ['process_uptime_seconds', 'Seconds since the process began.', process.uptime()],
    ['strata_database_connections', 'Connections to PostgreSQL.', pool.totalCount],
    ['strata_database_connections_idle', 'Connections that are not in use.', pool.idleCount],
    ['strata_database_waiting', 'Requests that wait for a connection.', pool.waitingCount],
    ['strata_release', 'Number of the live release.', release],
  ];
  return gauges.flatMap(([name, help, value]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    `${name} ${value}`,
  ]);
}
