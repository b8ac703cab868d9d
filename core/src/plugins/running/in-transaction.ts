import { StrataError } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';

/**
 * What one call asks for, done one after the other in a transaction that somebody else ends: code may ask for several
 * things at once, and a transaction has one connection. What is refused leaves no trace in it.
 */
export class InTransaction {
  readonly #tx: Transaction;
  #last: Promise<unknown> = Promise.resolve();
  #over = false;

  constructor(tx: Transaction) {
    this.#tx = tx;
  }

  do<Result>(work: () => Promise<Result>): Promise<Result> {
    const doing = this.#last.then(() => {
      if (this.#over) throw new StrataError('internal');
      return this.#tx.savepoint(work);
    });
    this.#last = doing.catch(() => {});
    return doing;
  }

  /** Nothing more is done in it, and nothing is under way any more. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#last;
  }
}
