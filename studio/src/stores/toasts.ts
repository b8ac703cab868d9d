import { defineStore } from 'pinia';
import { ref } from 'vue';
import { isAborted } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { t } from '../i18n/i18n.ts';

export interface Toast {
  id: number;
  kind: 'done' | 'warning' | 'error';
  text: string;
  detail?: string;
  undo?: () => Promise<void> | void;
  /** It is being taken back. */
  undoing?: boolean;
}

/** Long enough to read and to reach Undo without hurry. */
const SHOWN_MS = { done: 6_000, warning: 10_000, error: 10_000 };

/** Short news at the foot of the screen, with Undo where there is one. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let last = 0;

  function show(toast: Omit<Toast, 'id'>): void {
    const id = ++last;
    toasts.value = [...toasts.value.slice(-2), { ...toast, id }];
    setTimeout(() => isUndoing(id) || dismiss(id), SHOWN_MS[toast.kind]);
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
  async function undo({ id, undo: back }: Toast): Promise<void> {
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
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  return { toasts, done, warned, refused, failed, undo, dismiss };
});
