import { isMainThread } from 'node:worker_threads';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { HEAP_LINE } from './heap-line.ts';

// Imported before the server. Asked by a signal it clears its memory of what nobody needs and says what is left: what
// grows is seen in that alone, for how much is cleared when is Node's own affair.

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const clear = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    clear();
    const { heapUsed, external } = process.memoryUsage();
    process.stdout.write(`${HEAP_LINE}${((heapUsed + external) / 2 ** 20).toFixed(1)}\n`);
  });
}
