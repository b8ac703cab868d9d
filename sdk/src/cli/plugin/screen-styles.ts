import { readFile } from 'node:fs/promises';
import type { Plugin as Bundling } from 'rolldown';

const MARK = '?strata-style';

/** Takes the styles out of what is bundled, in the order in which they are imported: a screen has them in a file of its own. */
export class ScreenStyles {
  readonly #texts = new Map<string, string>();

  /** For components that make styles of their own; answers the id to be imported in their place. */
  keep(id: string, css: string): string {
    const name = `${id}${MARK}`;
    this.#texts.set(name, css);
    return name;
  }

  /** Of the modules that came into the bundle. */
  text(modules: readonly string[]): string {
    return modules.flatMap((id) => this.#texts.get(id) ?? []).join('\n');
  }

  bundling(): Bundling {
    return {
      name: 'strata-styles',
      resolveId: (id) => (id.endsWith(MARK) ? id : null),
      load: async (id) => {
        if (id.endsWith('.css')) this.#texts.set(id, await readFile(id, 'utf8'));
        else if (!id.endsWith(MARK)) return null;
        return { code: 'export {};', moduleType: 'js', moduleSideEffects: 'no-treeshake' };
      },
    };
  }
}
