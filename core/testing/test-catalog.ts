import { definePlugin, label, type DocumentDraft, type WorkspaceSettings } from '@stratacrm/sdk';
import type { Catalog } from '../src/model/catalog.ts';
import { compile } from '../src/model/compile.ts';
import { fold } from '../src/model/fold.ts';
import { PLATFORM_DOCUMENTS } from '../src/model/platform/documents.ts';

export const TEST_WORKSPACE: WorkspaceSettings = {
  name: 'Test',
  currency: 'CNY',
  exchange_rates: {},
  phone_country: 'CN',
  time_zone: 'Asia/Shanghai',
  locale: 'en',
};

/** A catalog compiled from documents, with no table behind it: for what only looks at the model. */
export function testCatalog(documents: readonly DocumentDraft[]): Catalog {
  const texts = { label: label('Test', '测试'), description: label('Test', '测试') };
  const plugin = definePlugin({ id: 'test', prefix: '', version: '1.0.0', ...texts, documents: [...documents] });
  const layers = [
    { layer: 'platform', documents: PLATFORM_DOCUMENTS },
    { layer: 'test', documents: plugin.documents },
  ].map(({ layer, documents: content }) => ({
    layer,
    documents: content.map((body) => ({ patch: false as const, kind: body.kind, id: body.id, body })),
  }));
  return compile({
    release: 1,
    variant: '',
    settingsVersion: 0,
    workspace: structuredClone(TEST_WORKSPACE),
    documents: fold(layers),
  });
}
