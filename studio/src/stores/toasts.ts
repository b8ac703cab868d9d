import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { isAborted } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { t } from '../i18n/i18n.ts';
import { useSession } from './session.ts';

export interface Toast {
  id: number;
  kind: 'done' | 'warning' | 'error';
  text: string;
  detail?: string;
  undo?: () => Promise<void> | void;
  /** It is being taken back. */
  undoing?: boolean;
}

/** A change that can still be taken back, after its toast has gone too. */
export interface RecentChange {
  id: number;
  text: string;
  at: string;
  undo: () => Promise<void> | void;
}

/** Long enough to read. */
const SHOWN_MS = { done: 6_000, warning: 10_000, error: 10_000 };
/** Long enough to read, to look at what came of it and to reach Undo without hurry. */
const UNDO_SHOWN_MS = 15_000;
const RECENT_KEPT = 10;

/** Short news at the foot of the screen, with Undo where there is one. */
export const useToasts = defineStore('toasts', () => {
  const session = useSession();
  const toasts = ref<Toast[]>([]);
  /** The newest first. */
  const recent = ref<RecentChange[]>([]);
  let last = 0;
  let held = false;
  let overdue: number[] = [];

  // The next person at this screen takes back nothing of the one before.
  watch(
    () => session.me?.id,
    () => (recent.value = []),
  );

  function show(toast: Omit<Toast, 'id'>): void {
    const id = ++last;
    // The same trouble twice is told once.
    const others = toasts.value.filter(({ kind, text, undo }) => kind === 'done' || undo || text !== toast.text);
    toasts.value = [...others.slice(-2), { ...toast, id }];
    setTimeout(() => expire(id), toast.undo ? UNDO_SHOWN_MS : SHOWN_MS[toast.kind]);
    const { text, undo } = toast;
    if (undo) recent.value = [{ id, text, at: new Date().toISOString(), undo }, ...recent.value].slice(0, RECENT_KEPT);
  }

  function expire(id: number): void {
    if (isUndoing(id)) return;
    if (held) overdue.push(id);
    else dismiss(id);
  }

  /** None goes while somebody points at them or has the focus there. */
  function hold(on: boolean): void {
    held = on;
    if (on) return;
    for (const id of overdue) if (!isUndoing(id)) dismiss(id);
    overdue = [];
  }

  function done(text: string, undo?: Toast['undo']): void {
    show({ kind: 'done', text, ...(undo && { undo }) });
  }

  /** It is saved, yet a rule has something to say of it. */
  function warned(messages: readonly string[]): void {
    show({ kind: 'warning', text: t('actions.savedWithWarning', {}, messages.length), detail: messages.join(' ') });
  }

  /** Part of what was asked could not be done. */
  function refused(text: string, detail: string): void {
    show({ kind: 'error', text, detail });
  }

  /** For what has no place of its own on the screen; errors of a field stand beside it. */
  function failed(error: unknown): void {
    if (isAborted(error)) return;
    if (!(error instanceof ApiProblem)) throw error;
    if (error.code === 'unauthenticated') return;
    const text = error.offline ? t('actions.errorOffline') : error.title || t('actions.error');
    const detail = error.errors[0]?.message ?? (error.offline ? t('actions.errorOfflineHint') : error.detail);
    show({ kind: 'error', text, detail });
  }

  function isUndoing(id: number): boolean {
    return toasts.value.some((toast) => toast.id === id && toast.undoing === true);
  }

  /** Takes it back: it stays until that is done, and then says so. */
  async function undo({ id, undo: back }: Pick<Toast, 'id' | 'undo'>): Promise<void> {
    recent.value = recent.value.filter((change) => change.id !== id);
    toasts.value = toasts.value.map((toast) => (toast.id === id ? { ...toast, undoing: true } : toast));
    try {
      await back?.();
      done(t('actions.undone'));
    } catch (error) {
      failed(error);
    } finally {
      dismiss(id);
    }
  }

  function dismiss(id: number): void {
    // What is pointed at goes with it, and nothing tells of that.
    held = false;
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  return { toasts, recent, hold, done, warned, refused, failed, undo, dismiss };
});
