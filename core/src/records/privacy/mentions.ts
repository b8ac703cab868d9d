import type { JsonValue } from '@stratacrm/sdk';

/** What a regular expression would read as more than itself. */
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const HAN = /\p{Script=Han}/u;

/**
 * Whether a text says one of these values. "Li" is not in "client"; 李伟 is in 联系李伟, for Chinese is written without
 * spaces. The values are in small letters.
 */
export function mentions(text: string, values: readonly string[]): boolean {
  const said = text.toLowerCase();
  return values.some((value) => said.includes(value) && (HAN.test(value) || wholeWord(value).test(said)));
}

/** The value with every text in it that says one of these replaced as a whole, for nobody can tell what else in it does. */
export function withoutMentions(value: JsonValue, values: readonly string[], standIn: string): JsonValue {
  if (typeof value === 'string') return mentions(value, values) ? standIn : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutMentions(each, values, standIn));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutMentions(each, values, standIn)]),
  );
}

function wholeWord(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${value.replaceAll(SPECIAL, '\\$&')}(?![\\p{L}\\p{N}])`, 'u');
}
