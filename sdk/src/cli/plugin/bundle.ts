import { rolldown, type OutputChunk, type Plugin as Bundling } from 'rolldown';
import { BUNDLE_GLOBAL } from '../../plugin/code.ts';

const ENTRY = '\0strata-entry';

/** Where the bundle would be written, beneath the folder of its entry: sources are named as seen from there. */
export const BUNDLE_FOLDER = 'dist';

/** Bundled code, and the map back to its sources. */
export interface Bundled {
  code: string;
  map: string;
  /** Packages and files it was made of. */
  sources: string[];
}

/** The code of a plugin as the sandbox loads it: one classic script that leaves its handlers in one global name. */
export function bundleForSandbox(module: string): Promise<Bundled> {
  return bundle(
    `import plugin from ${JSON.stringify(module)};\nexport const handlers = plugin.handlers;`,
    module,
    'iife',
  );
}

/** The plugin's module as `plugin` of one that this process can import, to read its manifest. */
export function bundleForReading(module: string): Promise<Bundled> {
  return bundle(`export * as plugin from ${JSON.stringify(module)};`, module, 'es');
}

async function bundle(source: string, module: string, format: 'iife' | 'es'): Promise<Bundled> {
  const build = await rolldown({
    input: ENTRY,
    cwd: module.slice(0, module.lastIndexOf('/')),
    platform: 'neutral',
    // `main` too: not every package on the registry has `exports`.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [entry(source)],
    external: /^node:/,
    // A busy machine is no fault of the author's.
    checks: { pluginTimings: false },
    onLog(level, log, handle) {
      // An import of Node's own modules would only fail in the sandbox; everything else may stop the build too.
      if (level === 'warn' && log.code !== 'UNRESOLVED_IMPORT') return;
      handle('error', log);
    },
  });
  try {
    const { output } = await build.generate({
      format,
      dir: BUNDLE_FOLDER,
      ...(format === 'iife' && { name: BUNDLE_GLOBAL }),
      sourcemap: true,
      minify: false,
      codeSplitting: false,
    });
    const chunk = output.find((each): each is OutputChunk => each.type === 'chunk')!;
    return { code: chunk.code, map: chunk.map?.toString() ?? '', sources: chunk.moduleIds };
  } finally {
    await build.close();
  }
}

function entry(source: string): Bundling {
  return {
    name: 'strata-entry',
    resolveId: (id) => (id === ENTRY ? id : null),
    load: (id) => (id === ENTRY ? source : null),
  };
}
