import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { basePack } from '@stratacrm/plugin-base';
import { defineObject, definePlugin, field, label } from '@stratacrm/sdk';
import { packedPlugin } from '../../../testing/plugin-packages.ts';
import { testDatabase } from '../../../testing/test-database.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../../model/create-model.ts';
import type { Author, Model } from '../../model/model.ts';

const author = { actor: { userId: null, name: 'Alice' } } as unknown as Author;

const plugin = definePlugin({
  id: 'com.example.dying',
  prefix: 'die',
  version: '1.0.0',
  label: label('Dying', '中断'),
  description: label('Killed while it comes.', '安装时被中断。'),
  documents: defineObject('die__thing', {
    label: label('Thing', '物品'),
    plural: label('Things', '物品'),
    fields: { name: field.text(label('Name', '名称'), { unique: true }) },
  }),
});

async function opened(database: Database): Promise<Model> {
  const model = await createModel({ database, log: createLog({ level: 'silent' }) });
  await model.settled();
  return model;
}

function runUntilKilled(...args: string[]): Promise<string | null> {
  const program = path.resolve(import.meta.dirname, '../../../testing/install-and-die.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
}

/** What there is of the plugin, in every place that could know of it. */
async function traces(database: Database, model: Model): Promise<string[]> {
  const { rows } = await database.query<{ there: string }>(
    `select 'installed' as there from core.plugin union all select 'layer' from core.layer where name = 'die'
     union all select 'document' from core.document where layer = 'die' and kind = 'object'`,
  );
  return [...rows.map(({ there }) => there), ...(model.catalog().has('die__thing') ? ['catalog'] : [])].toSorted();
}

const ABSENT: string[] = [];
const COMPLETE = ['catalog', 'document', 'installed', 'layer'];

it.each([
  ['expand', ABSENT],
  ['switch', ABSENT],
  ['switched', COMPLETE],
  ['finish', COMPLETE],
] as const)(
  'an installation killed at %s is absent or complete, and so is a removal',
  async (phase, expected) => {
    const database = await testDatabase();
    const first = await opened(database);
    await first.installPlugin(author, basePack);
    await first.close();
    const tarball = path.join(mkdtempSync(path.join(os.tmpdir(), 'strata-die-')), 'plugin.tgz');
    writeFileSync(tarball, packedPlugin(plugin));
    expect(await runUntilKilled(database.url, phase, tarball)).toBe('SIGKILL');
    const second = await opened(database);
    expect(await traces(database, second)).toEqual(expected);
    await second.close();
    if (expected === ABSENT) expect(await runUntilKilled(database.url, 'none', tarball)).toBeNull();
    expect(await runUntilKilled(database.url, phase, '', plugin.id)).toBe('SIGKILL');
    const third = await opened(database);
    expect(await traces(database, third)).toEqual(expected === ABSENT ? COMPLETE : ABSENT);
    await third.close();
  },
  120_000,
);
