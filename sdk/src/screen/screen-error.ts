import type { ScreenProblem } from './messages.ts';

/** What was refused, with a code of the error catalogue. */
export class ScreenError extends Error {
  readonly code: string;
  readonly title: string;
  /** What is wrong in which place, such as a field. */
  readonly errors: ScreenProblem['errors'];

  constructor({ code, title, message, errors }: ScreenProblem) {
    super(message);
    this.name = 'ScreenError';
    this.code = code;
    this.title = title;
    this.errors = errors;
  }
}
