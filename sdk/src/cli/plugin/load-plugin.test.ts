import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadPlugin } from './load-plugin.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-load-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What loading the plugin of these files is refused with. */
async function refusal(files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return loadPlugin(folder, path.join(folder, 'src/index.ts')).then(
    () => 'it was loaded',
    (error: Error) => error.message,
  );
}

const CALLING = `import { seats } from './seats.ts';

export const plan: unknown = seats(null);
export default { handlers: {} };
`;

it('says in which of its files and lines a plugin breaks while it is read, and who called', async () => {
  const files = {
    'src/index.ts': CALLING,
    'src/seats.ts': `interface Row { seats: number }\n\nexport function seats(row: Row | null): number {\n  return row!.seats;\n}\n`,
  };
  expect(await refusal(files)).toBe(
    "src/seats.ts:4:15: Cannot read properties of null (reading 'seats')\n    src/index.ts:3:30",
  );
});

it("names the author's line where a package of his finds fault", async () => {
  const files = {
    'src/index.ts': CALLING,
    'src/seats.ts': `import { refuse } from 'strict';\nexport const seats = (row: unknown): void => refuse(row);\n`,
    'node_modules/strict/package.json': '{ "name": "strict", "version": "1.0.0", "main": "index.js" }',
    'node_modules/strict/index.js': `export function refuse() {\n  throw new Error('There are no seats');\n}\n`,
  };
  expect(await refusal(files)).toBe('src/seats.ts:2:46: There are no seats\n    src/index.ts:3:30');
});

it('tells what is no error as it is, a missing plugin, and the line of what does not parse', async () => {
  expect(await refusal({ 'src/index.ts': "throw 'nothing';\nexport default 1;\n" })).toBe('nothing');
  expect(await refusal({ 'src/index.ts': 'export const seats = 1;\n' })).toBe(
    'src/index.ts has no default export made by definePlugin',
  );
  expect(await refusal({ 'src/index.ts': 'const seats = ;\n' })).toMatch(/index\.ts:1:15/);
});
