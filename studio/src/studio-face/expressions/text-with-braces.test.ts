import { namesObject, scopeOf, type CompiledModel } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { completionsInText } from './text-with-braces.ts';

const deal = { ...namesObject([{ name: 'amount', type: { type: 'decimal' } }]), name: 'deal' };
const model = { objects: { deal } } as unknown as CompiledModel;
const inside = scopeOf(model, [{ name: 'record', type: { type: 'ref', object: 'deal' } }]);
const outside = { model, object: 'deal', form: 'filter' } as const;

function offered(written: string, around: typeof outside | null): string[] | null {
  const position = written.indexOf('|');
  const found = completionsInText(written.replace('|', ''), position, { inside, outside: around });
  return found && found.options.filter(({ kind }) => kind !== 'function').map(({ text }) => `${found.from} ${text}`);
}

it('between braces the names of the step are offered, around them the fields of the object or nothing', () => {
  expect(offered('amount > {{ rec| }}', outside)).toContain('12 record');
  expect(offered('amount > {{ record.am| }}', outside)).toEqual(['19 amount']);
  expect(offered('amount > {{ record.amount }} && am|', outside)).toContain('32 amount');
  expect(offered('am|', outside)).not.toContain('0 record');
  expect(offered('Dear {{ record.am|', null)).toEqual(['15 amount']);
  expect(offered('Dear {{ record.name }}, am|', null)).toBeNull();
});
