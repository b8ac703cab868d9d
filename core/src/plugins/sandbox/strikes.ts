const WINDOW_MS = 600_000;

/** So many in ten minutes and a plugin gets a process of its own; as many again and it is switched off. */
export const QUARANTINE_AT = 3;
export const TRIP_AT = 6;

/** How often each plugin had to be stopped by force of late. */
export class Strikes {
  readonly #times = new Map<string, number[]>();

  add(plugin: string, now = Date.now()): number {
    const recent = this.#recent(plugin, now);
    recent.push(now);
    this.#times.set(plugin, recent);
    return recent.length;
  }

  isQuarantined(plugin: string, now = Date.now()): boolean {
    return this.#recent(plugin, now).length >= QUARANTINE_AT;
  }

  forgive(plugin: string): void {
    this.#times.delete(plugin);
  }

  #recent(plugin: string, now: number): number[] {
    return (this.#times.get(plugin) ?? []).filter((at) => now - at < WINDOW_MS);
  }
}
