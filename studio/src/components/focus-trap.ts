import { nextTick, onBeforeUnmount, watch, type Ref } from 'vue';

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';

/** The elements inside that Tab reaches, in order. */
export function focusable(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.offsetParent !== null);
}

/** Keeps Tab inside an open panel, and gives the focus back to where it was when the panel goes. */
export function useFocusTrap(panel: Ref<HTMLElement | null | undefined>, options: { autofocus?: boolean } = {}): void {
  let before: Element | null = null;

  function stay(event: KeyboardEvent): void {
    if (event.key !== 'Tab' || !panel.value) return;
    const stops = focusable(panel.value);
    const first = stops[0];
    const last = stops.at(-1);
    if (first === undefined || last === undefined) return;
    const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  watch(
    panel,
    async (now, was) => {
      was?.removeEventListener('keydown', stay);
      if (!now) return giveBack();
      before = document.activeElement;
      now.addEventListener('keydown', stay);
      if (options.autofocus === false) return;
      await nextTick();
      const wanted = now.querySelector<HTMLElement>('[data-autofocus]') ?? focusable(now)[0] ?? now;
      if (!now.contains(document.activeElement)) wanted.focus();
    },
    { immediate: true, flush: 'post' },
  );

  function giveBack(): void {
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    before = null;
  }

  onBeforeUnmount(giveBack);
}
