import { describeError, type ByFilterResult } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import type { WriteOutcome } from './write-records.ts';

const MOST_ERRORS = 100;

/** Counts what becomes of many records, and keeps what was wrong with the first. */
export function tallyOf(ctx: AccessContext): Tally {
  return new Tally(ctx);
}

class Tally {
  readonly result: ByFilterResult = { matched: 0, done: 0, failed: 0, errors: [] };
  #ctx: AccessContext;

  constructor(ctx: AccessContext) {
    this.#ctx = ctx;
  }

  /** All or nothing: one failure, and none is done. */
  add(outcomes: readonly WriteOutcome[], all: boolean): void {
    const failed = outcomes.filter((outcome) => outcome.issues.length > 0);
    this.result.matched += outcomes.length;
    this.result.failed += failed.length;
    this.result.done += all && failed.length > 0 ? 0 : outcomes.length - failed.length;
    const errors = failed.slice(0, MOST_ERRORS - this.result.errors.length).flatMap((outcome) => this.#errors(outcome));
    this.result.errors.push(...errors);
  }

  #errors({ id, issues }: WriteOutcome): ByFilterResult['errors'] {
    return issues.map(({ path, code, params }) => {
      return { id: id ?? '', path, code, message: describeError(this.#ctx.locale, code, params) };
    });
  }
}
