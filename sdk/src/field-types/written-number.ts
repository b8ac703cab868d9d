import { plainText } from './text-value.ts';

const MULTIPLES: Record<string, number> = { 千: 3, 万: 4, 萬: 4, 亿: 8, 億: 8 };

/**
 * A number as people write it (`1,234.56`, `1.234,56`, `(12)`, `1 234`, `１２`, `3.5万`) as plain decimal text, or null when it
 * says no number or could be read in two ways.
 */
export function readWrittenNumber(text: string): string | null {
  let rest = plainText(text).replace(/[−–]/g, '-');
  let negative = false;
  const bracketed = /^\((.*)\)$/.exec(rest);
  if (bracketed !== null) [rest, negative] = [bracketed[1]!.trim(), true];
  const signed = /^([+-])\s*(.*)$/.exec(rest);
  if (signed !== null) {
    if (negative) return null;
    [rest, negative] = [signed[2]!, signed[1] === '-'];
  }
  const shift = MULTIPLES[rest.at(-1) ?? ''];
  if (shift !== undefined) rest = rest.slice(0, -1).trim();
  const plain = withoutGrouping(rest);
  if (plain === null) return null;
  return `${negative ? '-' : ''}${plain}${shift === undefined ? '' : `e${shift}`}`;
}

const PLAIN = /^(?:\d{1,60}(?:\.\d{0,60})?|\.\d{1,60})(?:[eE][+-]?\d{1,2})?$/;

/** `1,234,567.8` · `12,34,567` · `1.234.567,8` · `1 234,5` · `1'234.5`; a comma before anything but three digits is a decimal comma. */
function withoutGrouping(text: string): string | null {
  if (PLAIN.test(text)) return text;
  if (text.length > 60) return null;
  const shapes: [RegExp, group: RegExp, point: string][] = [
    [/^[1-9]\d{0,2}(?:,\d{2,3}){0,20},\d{3}(?:\.\d*)?$/, /,/g, '.'],
    [/^[1-9]\d{0,2}(?:\.\d{3})+,\d+$/, /\./g, ','],
    [/^[1-9]\d{0,2}(?:\.\d{3}){2,}$/, /\./g, ','],
    [/^[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?$/, /[ '’]/g, text.includes(',') ? ',' : '.'],
    [/^\d+,(?:\d{1,2}|\d{4,})$/, /\./g, ','],
    [/^0,\d+$/, /\./g, ','],
  ];
  const shape = shapes.find(([pattern]) => pattern.test(text));
  return shape === undefined ? null : text.replace(shape[1], '').replace(shape[2], '.');
}
