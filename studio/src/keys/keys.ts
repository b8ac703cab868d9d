import { onBeforeUnmount, onMounted } from 'vue';
import type { TextKey } from '../i18n/i18n.ts';

/** One key and what it does. `mod` is Ctrl, on a Mac also Command. */
export interface KeyBinding {
  /** `mod+k`, `/`, `c`, `Enter`, `Escape`, `ArrowDown` … */
  key: string;
  does: TextKey;
  run: (event: KeyboardEvent) => void;
  /** Also while one types in a field. */
  whileTyping?: boolean;
  /** Asked first: does it apply now? */
  when?: () => boolean;
}

const stack: KeyBinding[][] = [];

/** All bindings in force, the nearest page's first. */
export function activeKeys(): KeyBinding[] {
  return stack.flat();
}

/** Listens while the component is there. What was bound last is asked first. */
export function useKeys(bindings: KeyBinding[]): void {
  onMounted(() => stack.unshift(bindings));
  onBeforeUnmount(() => {
    const at = stack.indexOf(bindings);
    if (at >= 0) stack.splice(at, 1);
  });
}

/** The one listener; installed once with the application. */
export function listenForKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const typing = isTyping(event.target);
    const binding = activeKeys().find(
      (each) => matches(each.key, event) && (!typing || each.whileTyping === true) && each.when?.() !== false,
    );
    if (binding === undefined) return;
    event.preventDefault();
    binding.run(event);
  });
}

function matches(key: string, event: KeyboardEvent): boolean {
  const parts = key.split('+');
  const name = key === '+' ? '+' : (parts.at(-1) ?? '');
  const mod = event.ctrlKey || event.metaKey;
  if (mod !== parts.includes('mod') || event.altKey) return false;
  if (name.length > 1 && event.shiftKey !== parts.includes('shift')) return false;
  return event.key.toLowerCase() === name.toLowerCase();
}

/** Letters are text there, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])')
  );
}
