import path from 'node:path';
import { rolldown, type OutputChunk, type Plugin as Bundling } from 'rolldown';
import type { ScreenSource } from '../../plugin.ts';
import { ScreenStyles } from './screen-styles.ts';
import { vueComponents } from './vue-components.ts';

/** A screen as it goes into the package: one script without imports, and its styles. */
export interface BuiltScreen {
  name: string;
  script: string;
  /** Empty where it has none. */
  styles: string;
}

/** Said to lie in the author's folder, so that what it imports is looked for from there. */
const BEGINNING = 'strata-screen.js';

/** Bundles a screen with everything it imports, Vue included, for the frame it will run in. */
export async function buildScreen(folder: string, { name, entry }: ScreenSource): Promise<BuiltScreen> {
  const styles = new ScreenStyles();
  const build = await rolldown({
    input: path.join(folder, BEGINNING),
    cwd: folder,
    platform: 'browser',
    // Without these flags Vue brings its developer tools along.
    transform: {
      define: {
        'process.env.NODE_ENV': '"production"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    },
    plugins: [beginning(folder, entry), vueComponents(folder, styles), styles.bundling()],
    // How long our own plugins took is no fault of the author's.
    checks: { pluginTimings: false },
    onLog(level, log, handle) {
      handle(level === 'warn' ? 'error' : level, log);
    },
  });
  try {
    const { output } = await build.generate({ format: 'es', minify: true, codeSplitting: false });
    const chunk = output.find((each): each is OutputChunk => each.type === 'chunk')!;
    return { name, script: fitForPage(chunk.code), styles: styles.text(chunk.moduleIds) };
  } finally {
    await build.close();
  }
}

/** A component is mounted, and given the screen; any other file begins by itself. */
function beginning(folder: string, entry: string): Bundling {
  const id = path.join(folder, BEGINNING);
  const file = JSON.stringify(path.resolve(folder, entry));
  const code = entry.endsWith('.vue')
    ? `import { createApp } from 'vue';
       import { connect } from '@stratacrm/sdk/screen';
       import Root from ${file};
       connect().then((screen) => createApp(Root, { screen }).mount('#screen'));`
    : `import ${file};`;
  return {
    name: 'strata-screen',
    resolveId: (asked) => (asked === id ? id : null),
    load: (asked) => (asked === id ? code : null),
  };
}

/** In the page the script stands between tags: what would end it there is written otherwise, which means the same in JavaScript. */
function fitForPage(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, '\\x3C');
}
