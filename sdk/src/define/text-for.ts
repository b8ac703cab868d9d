import type { Label } from '../label.ts';

/**
 * An expression for a text that is kept in a record and so has one language: that of the person, English where he has none.
 * `textFor('record.owner', label('Call: ', '致电：')) + ' + record.name'`.
 */
export function textFor(person: string, { en, zh }: Label): string {
  return `(${person}.locale == "zh" ? ${JSON.stringify(zh)} : ${JSON.stringify(en)})`;
}
