import type { Label } from '../label.ts';

/** One entry of the error catalogue. Texts may name parameters in braces: `{field}`. */
export interface ErrorDefinition {
  /** HTTP status the error answers with. */
  status: number;
  /** What is wrong, in a few words, without parameters. */
  title: Label;
  /** What is wrong here and what to do about it. */
  detail: Label;
}
