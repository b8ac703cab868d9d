import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin as Bundling } from 'rolldown';
import type { ScreenStyles } from './screen-styles.ts';

/** What is used of `vue/compiler-sfc`, which comes with the Vue of the plugin's author. */
interface VueCompiler {
  parse(source: string, options: { filename: string }): { descriptor: Descriptor; errors: Error[] };
  compileScript(
    descriptor: Descriptor,
    options: { id: string; inlineTemplate: true; genDefaultAs: string; isProd: true },
  ): { content: string };
  compileTemplate(options: { source: string; filename: string; id: string; scoped: boolean; isProd: true }): {
    code: string;
    errors: (string | Error)[];
  };
  compileStyleAsync(options: {
    source: string;
    filename: string;
    id: string;
    scoped: boolean;
    isProd: true;
  }): Promise<{ code: string; errors: Error[] }>;
}

interface Descriptor {
  script: Block | null;
  scriptSetup: Block | null;
  template: Block | null;
  styles: (Block & { scoped?: boolean })[];
}

interface Block {
  content: string;
  lang?: string;
}

/** Compiles Vue components of a screen with the Vue of its author. */
export function vueComponents(folder: string, styles: ScreenStyles): Bundling {
  return {
    name: 'strata-vue',
    async load(id) {
      if (!id.endsWith('.vue')) return null;
      const source = await readFile(id, 'utf8');
      return { code: await component(await compilerOf(folder), id, source, styles), moduleType: 'ts' };
    },
  };
}

/** Throws where the author's project has no Vue. */
async function compilerOf(folder: string): Promise<VueCompiler> {
  const found = createRequire(path.join(folder, 'package.json')).resolve('vue/compiler-sfc');
  const module = (await import(pathToFileURL(found).href)) as VueCompiler & { default?: VueCompiler };
  return module.default ?? module;
}

async function component(vue: VueCompiler, filename: string, source: string, styles: ScreenStyles): Promise<string> {
  const { descriptor, errors } = vue.parse(source, { filename });
  refuse(filename, errors);
  const id = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const scoped = descriptor.styles.some((style) => style.scoped === true);
  const imports: string[] = [];
  for (const [index, style] of descriptor.styles.entries()) {
    const made = await vue.compileStyleAsync({
      source: style.content,
      filename,
      id: `data-v-${id}`,
      scoped: style.scoped === true,
      isProd: true,
    });
    refuse(filename, made.errors);
    imports.push(`import ${JSON.stringify(styles.keep(`${filename}.${index}`, made.code))};`);
  }
  const parts = [...imports, scriptOf(vue, descriptor, id), ...templateOf(vue, descriptor, { filename, id, scoped })];
  return [...parts, ...(scoped ? [`made.__scopeId = "data-v-${id}";`] : []), 'export default made;'].join('\n');
}

function scriptOf(vue: VueCompiler, descriptor: Descriptor, id: string): string {
  if (descriptor.script === null && descriptor.scriptSetup === null) return 'const made = {};';
  return vue.compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: 'made', isProd: true }).content;
}

/** With `<script setup>` the template is already in the script. */
function templateOf(
  vue: VueCompiler,
  { scriptSetup, template }: Descriptor,
  { filename, id, scoped }: { filename: string; id: string; scoped: boolean },
): string[] {
  if (scriptSetup !== null || template === null) return [];
  const made = vue.compileTemplate({ source: template.content, filename, id, scoped, isProd: true });
  refuse(filename, made.errors);
  return [made.code.replace('export function render', 'function render'), 'made.render = render;'];
}

function refuse(filename: string, errors: readonly (string | Error)[]): void {
  const [first] = errors;
  if (first !== undefined) throw new Error(`${filename}: ${typeof first === 'string' ? first : first.message}`);
}
