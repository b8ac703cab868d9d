import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommandRun } from '../command.ts';
import { speaker } from '../language.ts';
import { acceptSuggestions, applyOptions, columnOptions } from './mapping-options.ts';

const say = speaker('en');
const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

function given(options: CommandRun['options']): CommandRun {
  return { options, positionals: [], env: {}, say, locale: 'en', terminal: undefined as never };
}

const guess = [
  { column: 'Account', field: 'name', confidence: 0.9 },
  { column: 'Sector', field: 'industry', confidence: 0.8 },
  { column: 'Note', field: null, confidence: 0 },
];

describe('what the command line says of columns', () => {
  it('goes over the guess, and takes a field from the column that was guessed to have it', () => {
    const file = path.join(folder, 'map.json');
    writeFileSync(file, JSON.stringify({ Note: 'name', Sector: { replace: { technolgy: 'technology' } } }));
    const options = columnOptions(given({ map: [file, 'Sector=branch'], replace: ['Sector:x=', 'Sector:a=b=c'] }));
    expect(applyOptions(guess, options, say)).toEqual([
      { column: 'Account', field: null, confidence: 0 },
      {
        column: 'Sector',
        field: 'branch',
        confidence: 0.8,
        replace: { technolgy: 'technology', x: null, a: 'b=c' },
      },
      { column: 'Note', field: 'name', confidence: 0 },
    ]);
  });

  it('must be of columns that are there', () => {
    const options = columnOptions(given({ map: ['Secter=industry'] }));
    expect(() => applyOptions(guess, options, say)).toThrow(
      'The file has no column "Secter". It has: Account, Sector, Note.',
    );
  });

  it('accepts all suggestions', () => {
    const problem = { code: 'x', message: '', rows: 1, severity: 'error' } as const;
    const { mapping, accepted } = acceptSuggestions(guess, [
      { ...problem, column: 'Sector', value: 'technolgy', suggestion: 'technology' },
      { ...problem, column: 'Sector', value: 'unknown' },
    ]);
    expect(accepted).toBe(1);
    expect(mapping[1]).toMatchObject({ replace: { technolgy: 'technology' } });
  });
});
