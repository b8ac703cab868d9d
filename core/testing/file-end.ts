type Closer = () => unknown;

const closers: Closer[] = [];

/** Does this after the file's last test, what was opened last first. vitest's own `afterAll` is not heard from within a hook. */
export function atFileEnd(close: Closer): void {
  closers.push(close);
}

/** What `close-after-file.ts` calls. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}
