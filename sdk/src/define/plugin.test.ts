import { describe, expect, it } from 'vitest';
import { hook } from './code.ts';
import { defineDashboard } from './documents.ts';
import { field } from './field.ts';
import { label } from './label.ts';
import { defineFields } from './object.ts';
import { patchDocument } from './patch.ts';
import { definePlugin, handlerKeysOf, pluginDocumentId, type PluginDefinition } from './plugin.ts';

function plugin(change: Partial<PluginDefinition>) {
  const texts = { label: label('Club', '俱乐部'), description: label('Members.', '会员。') };
  return definePlugin({ id: 'com.example.club', prefix: 'club', version: '1.0.0', ...texts, documents: [], ...change });
}

const tier = (name: string, was?: string) =>
  defineFields('account', { [name]: field.text(label('Tier', '等级'), { ...(was !== undefined && { was }) }) });

describe('a plugin', () => {
  it('keeps the id of a document that is renamed', () => {
    const [before] = plugin({ documents: tier('club__tier') }).documents;
    const [after] = plugin({ documents: tier('club__level', 'account.club__tier') }).documents;
    expect(after).toMatchObject({ id: before!.id, name: 'club__level' });
    expect(after).not.toHaveProperty('was');
  });

  it('says twice what is defined twice', () => {
    expect(() => plugin({ documents: [...tier('club__tier'), ...tier('club__tier')] }).documents).toThrow('twice');
  });

  it('has dashboards that nothing narrows without being told so', () => {
    const board = defineDashboard({ name: 'club__overview', label: label('Club', '俱乐部'), tiles: [] });
    expect(plugin({ documents: [board] }).documents).toMatchObject([{ format: 1, filters: [], tiles: [] }]);
  });

  it('is data, its code beside it', async () => {
    const declaration = { name: 'greet', label: label('Greet', '问候'), when: 'after', on: ['create'] } as const;
    const made = plugin({ code: [hook({ ...declaration, on: ['create'], object: 'account' }, () => null)] });
    expect(handlerKeysOf(made)).toEqual(['hook/greet']);
    expect(Object.keys(made.handlers)).toEqual(['hook/greet']);
    expect(JSON.parse(JSON.stringify(made))).not.toHaveProperty('handlers');
  });

  it('changes a document of another plugin by the id it has there', () => {
    const { patches } = plugin({ patches: [patchDocument('object', 'account', { icon: 'plane' })] });
    expect(patches![0]!.id).toBe(pluginDocumentId('@stratacrm/plugin-base', 'object', 'account'));
  });
});
