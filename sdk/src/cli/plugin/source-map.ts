import { SourceMap } from 'node:module';
import path from 'node:path';

/** Finds the author's own lines behind those of the bundle. */
export class Sources {
  #map: SourceMap | null = null;

  /** The map of what was built last. */
  use(map: string): void {
    this.#map = map === '' ? null : new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  }

  /** A trace with `src/index.ts:12:3` in the place of `plugin.js:4711:9`. */
  traced(trace: string): string {
    return trace.replaceAll(
      /plugin\.js:(\d+):(\d+)/g,
      (place, line: string, column: string) => this.#place(Number(line), Number(column)) ?? place,
    );
  }

  /** Where the calls of a trace stand that lie in the bundle, the innermost first. */
  places(trace: string, bundle: string): string[] {
    const calls = trace.matchAll(/([^\\/]+):(\d+):(\d+)\)?$/gm);
    return [...calls].flatMap(([, file, line, column]) => {
      const place = file === bundle ? this.#place(Number(line), Number(column)) : undefined;
      return place === undefined ? [] : [place];
    });
  }

  #place(line: number, column: number): string | undefined {
    const found = this.#map?.findEntry(line - 1, column - 1);
    if (found === undefined || !('originalSource' in found) || found.originalSource === undefined) return undefined;
    const file = path.posix.normalize(found.originalSource.replaceAll('\\', '/'));
    return `${file}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  }
}
