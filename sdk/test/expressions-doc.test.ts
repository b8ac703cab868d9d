import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkExpression, FUNCTIONS, type ExpressionScope } from '../src/index.ts';
import { FORMS } from '../src/expressions/forms.ts';
import { sampleModel } from './sample-model.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/expressions.md'), 'utf8');

/** Every line of the page's blocks of one sort. */
function examples(sort: string): string[] {
  const blocks = [...page.matchAll(/```cel (\w+)\n([^`]*)```/g)];
  return blocks.filter(([, found]) => found === sort).flatMap(([, , text]) => text!.trim().split('\n'));
}

function check(source: string, form: ExpressionScope['form']) {
  return checkExpression(source, { model: sampleModel, object: 'opportunity', form, expect: { type: 'bool' } });
}

describe('the page on expressions', () => {
  test.each(examples('filter'))('filter: %s', (source) => {
    expect(check(source, 'filter')).toMatchObject({ ok: true });
  });

  test.each(examples('rule'))('rule: %s', (source) => {
    expect(check(source, 'record')).toMatchObject({ ok: true });
  });

  test.each(examples('wrong'))('wrong: %s', (source) => {
    expect(check(source, 'filter').ok).toBe(false);
  });

  test('names every function', () => {
    const named = new Set([...page.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const missing = [...Object.keys(FUNCTIONS), ...Object.keys(FORMS)].filter((name) => !named.has(name));
    expect(missing).toEqual([]);
  });
});

test.each([...Object.entries(FUNCTIONS), ...Object.entries(FORMS)])(
  'the example of %s is right',
  (name, { example, doc }) => {
    expect(check(example, 'record')).toMatchObject({ ok: true });
    expect(example).toContain(name);
    expect(doc.en.length * doc.zh.length).toBeGreaterThan(0);
  },
);
