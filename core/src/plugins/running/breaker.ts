import type { ErrorCode } from '@stratacrm/sdk';

const WINDOW_MS = 300_000;
/** So many failures in five minutes, and as many as half of all calls. */
const FAILURES = 20;
const SHARE = 0.5;

/** Failures that say something about the plugin; what it was refused, or refuses, is its ordinary business. */
const OWN: ReadonlySet<ErrorCode> = new Set([
  'plugin_failed',
  'plugin_cpu_exceeded',
  'plugin_timed_out',
  'plugin_out_of_memory',
  'plugin_crashed',
  'plugin_never_answers',
  'plugin_value_too_large',
  'plugin_bad_value',
  'plugin_bad_answer',
  'plugin_handler_missing',
  'plugin_does_not_load',
  'plugin_too_many_calls',
  'plugin_too_many_rows',
]);

export function isOwnFailure(code: ErrorCode): boolean {
  return OWN.has(code);
}

/** Notices plugins that fail again and again. */
export class Breaker {
  readonly #windows = new Map<string, { began: number; calls: number; failures: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Whether that was once too often. */
  note(plugin: string, failed: boolean): boolean {
    const now = this.#clock();
    let window = this.#windows.get(plugin);
    if (window === undefined || now - window.began > WINDOW_MS)
      this.#windows.set(plugin, (window = { began: now, calls: 0, failures: 0 }));
    window.calls++;
    if (failed) window.failures++;
    const broken = failed && window.failures >= FAILURES && window.failures >= window.calls * SHARE;
    if (broken) this.#windows.delete(plugin);
    return broken;
  }
}
