import type { Document, DocumentMeta } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { dueDocuments } from './due-documents.ts';

const label = { en: 'x', zh: 'x' };

function entry(name: string, meta: DocumentMeta | undefined, archived = false): { document: Document } {
  return { document: { kind: 'option_set', id: name, name, label, options: [], ...(meta && { meta }), archived } };
}

test('what is late comes first, what is far away or archived not at all', () => {
  const entries = [
    entry('soon', { review_by: '2026-12-21' }),
    entry('far', { review_by: '2026-12-22' }),
    entry('late', { expires_on: '2026-11-01' }),
    entry('today', { review_by: '2026-11-21' }),
    entry('archived', { review_by: '2026-11-01' }, true),
    entry('undated', { owner: 'ann@example.com' }),
    entry('plain', undefined),
  ];
  const due = dueDocuments(entries, '2026-11-21');
  expect(due.map((each) => [each.entry.document.name, each.what, each.left])).toEqual([
    ['late', 'expiry', -20],
    ['today', 'review', 0],
    ['soon', 'review', 30],
  ]);
});

test('what is to be taken out need not be looked at again', () => {
  const [due] = dueDocuments([entry('both', { review_by: '2026-11-22', expires_on: '2026-11-30' })], '2026-11-21');
  expect(due).toMatchObject({ what: 'expiry', day: '2026-11-30' });
});
