import { documentKey, LOCALES, type Document } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { basePack } from './index.ts';

const CHINESE = /[\u4e00-\u9fff]/;

describe('the base pack', () => {
  it('brings the nouns of a CRM', () => {
    expect(keysOf('object').sort()).toEqual(
      ['account', 'activity', 'campaign', 'case', 'contact', 'lead', 'opportunity', 'product'].sort(),
    );
    expect(keysOf('role').sort()).toEqual(
      ['administrator', 'marketer', 'read_only', 'sales_manager', 'sales_representative', 'service_agent'].sort(),
    );
    expect(keysOf('process')).toContain('sales_process');
  });

  it('speaks English and Chinese throughout', () => {
    const wrong: string[] = [];
    for (const document of basePack.documents) collectLabels(document, documentKey(document), wrong);
    expect(wrong).toEqual([]);
  });

  it('mixes no languages in what its workflows say', () => {
    const workflows = basePack.documents.filter((document) => document.kind === 'workflow');
    const settings = workflows.flatMap(({ name, steps }) => steps.map((step) => [`${name}.${step.id}`, step.settings]));
    const texts = settings.flatMap(([place, given]) => textsIn(given, String(place)));
    expect(texts.length).toBeGreaterThan(50);
    const mixed = texts.filter(
      ([place, text]) => CHINESE.test(text) && !place.endsWith('_zh') && !choosesLanguage(text),
    );
    expect(mixed).toEqual([]);
  });

  it('mixes no languages in a text of its demonstration data', () => {
    const { teams = [], users = [], records = [] } = basePack.demo ?? {};
    const texts = textsIn([teams, users, records.map(({ rows }) => rows)], 'demo');
    expect(texts.length).toBeGreaterThan(1000);
    const mixed = texts.filter(([, text]) => CHINESE.test(text) && /[a-z]{4,}/i.test(text));
    expect(mixed).toEqual([]);
  });

  it('keeps its document ids from build to build', () => {
    const account = basePack.documents.find((document) => document.kind === 'object' && document.name === 'account');
    expect(account?.id).toBe('84cde54d-b1c7-5989-9731-1538e3e9dc19');
  });

  it('has demo records whose references come after their targets', () => {
    const seen = new Set(['user/administrator']);
    for (const { key } of basePack.demo?.users ?? []) seen.add(`user/${key}`);
    for (const { object, rows } of basePack.demo?.records ?? []) {
      const keys = rows.flatMap((row) => (row.$key ? [`${object}/${row.$key}`] : []));
      const known = new Set([...seen, ...keys]);
      for (const row of rows)
        for (const value of Object.values(row)) {
          const target = (value as { $ref?: string } | null)?.$ref;
          if (target) expect(known, `${object}: ${target}`).toContain(target);
        }
      keys.forEach((key) => seen.add(key));
    }
  });
});

function keysOf(kind: Document['kind']): string[] {
  return basePack.documents.filter((document) => document.kind === kind).map(documentKey);
}

function textsIn(value: unknown, place: string): [place: string, text: string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textsIn(child, `${place}.${key}`));
}

/** An expression that chooses between the languages. */
function choosesLanguage(text: string): boolean {
  return text.includes('.locale == "zh" ? ');
}

/** Every `{ en, zh }` below a value must have both texts, the Chinese one in Chinese. */
function collectLabels(value: unknown, path: string, wrong: string[]): void {
  if (value === null || typeof value !== 'object') return;
  const label = value as Record<string, unknown>;
  if ('en' in label || 'zh' in label) {
    const complete = LOCALES.every((locale) => typeof label[locale] === 'string' && label[locale] !== '');
    if (!complete || !CHINESE.test(String(label['zh']))) wrong.push(path);
    return;
  }
  for (const [key, child] of Object.entries(value)) collectLabels(child, `${path}.${key}`, wrong);
}
