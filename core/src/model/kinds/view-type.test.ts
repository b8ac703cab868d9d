import {
  columns,
  definePlugin,
  defineRole,
  defineView,
  defineViewType,
  label,
  likelyParts,
  type Document,
  type ViewDocument,
  type ViewTypeDocument,
} from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { libraryPack } from '../../../testing/library-pack.ts';
import { compiled, foldedOver, modelProblems } from '../../../testing/test-model.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { readableModel } from '../../access/readable-model.ts';
import { checkDocument } from '../check-document.ts';

const text = label('Text', '文本');
const loans = defineViewType('lend__loans', {
  label: text,
  arrangement: 'timeline',
  parts: [
    { name: 'due', label: text, place: 'from', required: true },
    { name: 'tier', label: text, place: 'colour' },
    { name: 'reader', label: text, place: 'lane' },
    { name: 'price', label: text, place: 'figure' },
  ],
});

function documents(parts: Record<string, string>, type: Partial<ViewTypeDocument> = {}): Document[] {
  return definePlugin({
    id: 'lending',
    prefix: 'lend',
    version: '1.0.0',
    label: text,
    description: text,
    documents: [
      { ...loans, ...type },
      defineView({
        name: 'lend__due',
        label: text,
        object: 'book',
        type: 'declared',
        columns: columns('name'),
        declared: { view_type: 'lend__loans', parts },
      }),
      defineRole({
        name: 'lend__guest',
        label: text,
        grants: { book: { read: true, fields: { '*': 'read', price: 'none' } } },
      }),
    ],
  }).documents;
}

const sound = { due: 'due', tier: 'borrower.tier', reader: 'borrower', price: 'price' };
const problems = (parts: Record<string, string>): string[] =>
  modelProblems([...libraryPack.documents, ...documents(parts)]).map(({ path, code }) => `${path} ${code}`);

it('fills each part with a field that can stand at its place', () => {
  expect(problems(sound)).toEqual([]);
  expect(problems({})).toEqual(['declared.parts.due unfilled_view_part']);
  expect(problems({ ...sound, due: 'name', price: 'name' })).toEqual([
    'declared.parts.due unsuitable_field',
    'declared.parts.price unsuitable_field',
  ]);
  expect(problems({ ...sound, shelf: 'name' })).toEqual(['declared.parts.shelf unknown_view_part']);
  expect(problems({ ...sound, reader: 'nobody' })).toEqual(['declared.parts.reader dangling_reference']);
});

it('is told who may not read a field without it, and is a list once its type is gone', () => {
  const all = [...libraryPack.documents, ...documents(sound)];
  const catalog = compiled(foldedOver(all));
  const viewOf = (views: readonly ViewDocument[]) => views.find(({ name }) => name === 'lend__due')!;
  const told = readableModel(catalog, compileAccess(catalog, ['lend__guest']));
  expect(viewOf(told.objects['book']!.views).declared?.parts).toEqual({ due: 'due', reader: 'borrower' });
  expect(told.view_types).toHaveProperty('lend__loans');

  const archived = all.map((each) => (each.kind === 'view_type' ? { ...each, archived: true } : each));
  const left = viewOf(compiled(foldedOver(archived)).object('book').views);
  expect(left).toMatchObject({ type: 'table', columns: [{ name: 'name' }] });
  expect(left).not.toHaveProperty('declared');
  expect(modelProblems(archived)).toEqual([]);
});

it('has one part at a place, and the places of its arrangement', () => {
  const codes = (change: Partial<ViewTypeDocument>): string[] => {
    const check = checkDocument('view_type', { ...documents(sound)[0]!, ...change });
    return check.ok ? [] : check.issues.map(({ path, code }) => `${path} ${code}`);
  };
  const part = (name: string, place: ViewTypeDocument['parts'][number]['place']) => ({ name, label: text, place });
  expect(codes({})).toEqual([]);
  expect(codes({ parts: [part('due', 'from')] })).toEqual(['parts timeline_without_begin']);
  expect(codes({ arrangement: 'cards', parts: [part('due', 'from')] })).toEqual([
    'parts.0.place view_place_on_timeline',
  ]);
  expect(
    codes({
      arrangement: 'cards',
      parts: [part('a', 'badge'), part('b', 'badge'), part('c', 'line'), part('d', 'line')],
    }),
  ).toEqual(['parts.1.place view_place_taken']);
});

it('is filled with the first field that fits each of its parts', () => {
  const { fields } = compiled(foldedOver(libraryPack.documents)).object('book');
  const type = documents(sound)[0] as ViewTypeDocument;
  const parts = likelyParts(
    type,
    Object.values(fields).filter(({ system }) => !system),
  );
  expect(parts).toMatchObject({ due: 'due', price: 'price' });
  expect(new Set(Object.values(parts)).size).toBe(Object.keys(parts).length);
});
