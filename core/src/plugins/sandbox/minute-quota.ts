import { StrataError, type Label, type MinuteLimits } from '@stratacrm/sdk';

const MINUTE_MS = 60_000;

const NAMES: Readonly<Record<keyof MinuteLimits, Label>> = {
  calls: { en: 'calls', zh: '调用次数' },
  cpu_ms: { en: 'milliseconds of computing time', zh: '计算时间（毫秒）' },
  host_calls: { en: 'calls of the server', zh: '服务器调用次数' },
  rows: { en: 'records', zh: '记录数' },
  log_bytes: { en: 'bytes of log', zh: '日志字节数' },
  jobs: { en: 'jobs', zh: '后台任务数' },
  fetches: { en: 'calls over the network', zh: '网络请求数' },
};

/** What each plugin has used of its minute, in this process. */
export class MinuteQuota {
  readonly #windows = new Map<string, { began: number; used: MinuteLimits }>();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Counts it whatever comes of it; for what has been used already. */
  note(plugin: string, what: keyof MinuteLimits, amount: number): number {
    const now = this.#clock();
    let window = this.#windows.get(plugin);
    if (window === undefined || now - window.began >= MINUTE_MS)
      this.#windows.set(plugin, (window = { began: now, used: nothing() }));
    window.used[what] += amount;
    return window.used[what];
  }

  /** Throws `plugin_quota_spent` when that is more than the minute allows. */
  take(plugin: { id: string; label: Label; minute: MinuteLimits }, what: keyof MinuteLimits, amount = 1): void {
    const allowed = plugin.minute[what];
    if (this.note(plugin.id, what, amount) <= allowed) return;
    const began = this.#windows.get(plugin.id)?.began ?? 0;
    const seconds = Math.max(1, Math.ceil((began + MINUTE_MS - this.#clock()) / 1_000));
    throw new StrataError('plugin_quota_spent', { plugin: plugin.label, limit: NAMES[what], allowed, seconds });
  }

  /** Throws when nothing is left of it, without counting. */
  require(plugin: { id: string; label: Label; minute: MinuteLimits }, what: keyof MinuteLimits): void {
    this.take(plugin, what, 0);
  }
}

function nothing(): MinuteLimits {
  return { calls: 0, cpu_ms: 0, host_calls: 0, rows: 0, log_bytes: 0, jobs: 0, fetches: 0 };
}
