import { dateFunctions } from './date-functions.ts';
import type { ExpressionFunction } from './expression-function.ts';
import { numberFunctions } from './number-functions.ts';
import { placeFunctions } from './place-functions.ts';
import { textFunctions } from './text-functions.ts';

const functions = { ...textFunctions, ...numberFunctions, ...dateFunctions, ...placeFunctions } satisfies Record<
  string,
  ExpressionFunction
>;

export type FunctionName = keyof typeof functions;

/** Every function of the expression language by name. */
export const FUNCTIONS: Readonly<Record<FunctionName, ExpressionFunction>> = functions;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
