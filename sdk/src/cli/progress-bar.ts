import type { Terminal } from './terminal.ts';

const length = 30;

/** A line that is written over while work goes on; on anything but a terminal it stays silent. */
export class ProgressBar {
  #terminal: Terminal;
  #title: string;
  #began: number;
  #clock: () => number;

  constructor(terminal: Terminal, title: string, clock: () => number = Date.now) {
    this.#terminal = terminal;
    this.#title = title;
    this.#clock = clock;
    this.#began = clock();
  }

  show(progress: number, rows: number): void {
    if (!this.#terminal.interactive) return;
    const full = Math.round(progress * length);
    const bar = '█'.repeat(full) + '░'.repeat(length - full);
    const seconds = (this.#clock() - this.#began) / 1000;
    const rate = seconds > 0.5 ? ` ${Math.round((progress * rows) / seconds)}/s` : '';
    this.#terminal.err(`\r\u001b[K${this.#title} ${bar} ${String(Math.round(progress * 100)).padStart(3)} %${rate}`);
  }

  end(): void {
    if (this.#terminal.interactive) this.#terminal.err('\r\u001b[K');
  }
}
