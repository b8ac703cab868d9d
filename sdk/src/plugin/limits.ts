/** Kinds of calls into a plugin; each has limits of its own. */
export const CALL_KINDS = [
  'before_hook',
  'after_hook',
  'sign_in',
  'function',
  'action',
  'step',
  'enricher',
  'pull',
  'push',
  'job',
  'endpoint',
  'migration',
] as const;

export type CallKind = (typeof CALL_KINDS)[number];

/** How much one call may use. */
export interface CallLimits {
  cpu_ms: number;
  wall_ms: number;
  host_calls: number;
  /** Records read and written through the host. */
  rows: number;
  /** Each value that crosses, in either direction. */
  payload_bytes: number;
  log_bytes: number;
}

/** How much one plugin may use in a minute, in all its calls together. */
export interface MinuteLimits {
  calls: number;
  cpu_ms: number;
  host_calls: number;
  rows: number;
  log_bytes: number;
  jobs: number;
  fetches: number;
}

/** A manifest may lower the limits for its own code, never raise them. */
export interface LowerLimits {
  memory_mb?: number;
  calls?: Partial<Record<CallKind, Partial<CallLimits>>>;
  minute?: Partial<MinuteLimits>;
}

/** A call for many records may use so much more for each of them. */
export const CPU_MS_PER_RECORD = 0.2;

/** The heap of a plugin's isolate. */
export const MEMORY_MB = 64;

const MEBIBYTE = 1_048_576;

/** What a call may use when neither plugin nor administrator says less. */
export const CALL_LIMITS: Readonly<Record<CallKind, CallLimits>> = {
  before_hook: limits({ cpu_ms: 50, wall_ms: 500, host_calls: 20, rows: 2_000 }),
  after_hook: limits({ cpu_ms: 500, wall_ms: 10_000, host_calls: 100, rows: 5_000 }),
  sign_in: limits({ cpu_ms: 50, wall_ms: 2_000, host_calls: 10, rows: 200 }),
  function: limits({ cpu_ms: 300, wall_ms: 10_000, host_calls: 100, rows: 5_000 }),
  action: limits({ cpu_ms: 300, wall_ms: 10_000, host_calls: 100, rows: 5_000 }),
  step: limits({ cpu_ms: 500, wall_ms: 10_000, host_calls: 100, rows: 5_000 }),
  enricher: limits({ cpu_ms: 300, wall_ms: 15_000, host_calls: 50, rows: 1_000 }),
  pull: limits({ cpu_ms: 2_000, wall_ms: 60_000, host_calls: 200, rows: 5_000 }),
  push: limits({ cpu_ms: 2_000, wall_ms: 60_000, host_calls: 1_000, rows: 5_000 }),
  job: limits({ cpu_ms: 5_000, wall_ms: 60_000, host_calls: 1_000, rows: 50_000 }),
  endpoint: limits({ cpu_ms: 300, wall_ms: 10_000, host_calls: 100, rows: 5_000 }),
  migration: limits({ cpu_ms: 5_000, wall_ms: 60_000, host_calls: 1_000, rows: 50_000 }),
};

export const MINUTE_LIMITS: Readonly<MinuteLimits> = {
  calls: 30_000,
  cpu_ms: 30_000,
  host_calls: 30_000,
  rows: 300_000,
  log_bytes: MEBIBYTE,
  jobs: 600,
  fetches: 300,
};

function limits(own: Pick<CallLimits, 'cpu_ms' | 'wall_ms' | 'host_calls' | 'rows'>): CallLimits {
  return { ...own, payload_bytes: MEBIBYTE, log_bytes: 16_384 };
}
