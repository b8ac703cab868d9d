/** Which rows of a file refer to which others of the same file: they have to be stored after them. */
export class RowLinks {
  #targets = new Map<number, number[]>();

  add(row: number, target: number): void {
    const targets = this.#targets.get(row);
    if (targets) targets.push(target);
    else this.#targets.set(row, [target]);
  }

  get empty(): boolean {
    return this.#targets.size === 0;
  }

  targets(row: number): readonly number[] {
    return this.#targets.get(row) ?? [];
  }

  /** Every row that refers to another, those referred to before those that refer. */
  rows(): number[] {
    const { levels } = this.levels();
    return [...this.#targets.keys()].toSorted((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0));
  }

  /** Row → the longest chain of rows below it; rows in a circle have none. */
  levels(): { levels: Map<number, number>; circular: Set<number> } {
    const levels = new Map<number, number>();
    const circular = new Set<number>();
    for (const start of this.#targets.keys()) this.#climb(start, levels, circular);
    return { levels, circular };
  }

  /** Depth first with a stack of its own: a chain may be as long as the file. */
  #climb(start: number, levels: Map<number, number>, circular: Set<number>): void {
    const path = [start];
    const onPath = new Set(path);
    while (path.length > 0) {
      const row = path.at(-1)!;
      const open = this.targets(row).find((target) => !levels.has(target) && !circular.has(target));
      if (open !== undefined && onPath.has(open)) {
        for (const each of path.slice(path.indexOf(open))) circular.add(each);
      } else if (open !== undefined) {
        path.push(open);
        onPath.add(open);
      } else {
        path.pop();
        onPath.delete(row);
        if (!circular.has(row)) levels.set(row, this.#above(row, levels));
      }
    }
  }

  #above(row: number, levels: ReadonlyMap<number, number>): number {
    return this.targets(row).reduce((level, target) => Math.max(level, (levels.get(target) ?? 0) + 1), 0);
  }
}
