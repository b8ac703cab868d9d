import { INPUT_MESSAGE } from '@stratacrm/sdk';
import { onBeforeUnmount, onMounted, type Ref } from 'vue';

/** What was pressed comes by a port of its own, and may be heard of after what it led to. */
const NEWS_MS = 250;
/** Focus that comes back so often from where a person types was taken on purpose. */
const MOST_TAKEN = 3;
const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/**
 * Whether a person has pressed anything in a frame, and that it does not take what he types elsewhere. The focus
 * proves nothing, since a script may take it; our part of the frame's page tells what the browser trusts.
 */
export function usePersonInFrame(
  frame: Readonly<Ref<HTMLIFrameElement | null>>,
  ends: {
    /** It stands where the person has asked for it, and may begin with the focus in its field. */
    mayTakeFocus(): boolean;
    takesTooOften(): void;
  },
) {
  let port: MessagePort | null = null;
  let pressed = Promise.withResolvers<true>();
  let last: 'mouse' | 'touch' | 'tab' | 'key' = 'mouse';
  let left: Element | null = null;
  let taken = 0;

  /** For each frame that has loaded its page. */
  function watch(target: Window): void {
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    pressed = Promise.withResolvers();
    const { resolve } = pressed;
    port1.onmessage = () => resolve(true);
    target.postMessage(INPUT_MESSAGE, '*', [port2]);
  }

  async function wasIn(): Promise<boolean> {
    const late = new Promise<false>((resolve) => setTimeout(resolve, NEWS_MS, false));
    return Promise.race([pressed.promise, late]);
  }

  function noteInput(event: PointerEvent | KeyboardEvent): void {
    if ('pointerType' in event) last = event.pointerType === 'touch' ? 'touch' : 'mouse';
    else if (event.key === 'Tab') last = 'tab';
    // A keyboard on the glass goes away by a touch of which this page hears nothing.
    else if (last !== 'touch') last = 'key';
  }

  function noteLeft({ target }: FocusEvent): void {
    left = target instanceof Element ? target : null;
    // Where the focus goes from here it goes at once.
    setTimeout(() => (left = null));
  }

  const mayHaveGone = (): boolean => last === 'tab' || last === 'touch' || frame.value?.matches(':hover') === true;

  /** Gives the focus back to a field that somebody types into. */
  function noteTaken(): void {
    const wasTaken = frame.value !== null && document.activeElement === frame.value && !mayHaveGone();
    if (!wasTaken || ends.mayTakeFocus() || !(left instanceof HTMLElement && left.matches(TYPED_INTO))) return;
    left.focus();
    taken += 1;
    if (taken >= MOST_TAKEN) ends.takesTooOften();
  }

  onMounted(() => {
    window.addEventListener('pointerdown', noteInput, true);
    window.addEventListener('keydown', noteInput, true);
    window.addEventListener('focusout', noteLeft, true);
    window.addEventListener('blur', noteTaken);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('pointerdown', noteInput, true);
    window.removeEventListener('keydown', noteInput, true);
    window.removeEventListener('focusout', noteLeft, true);
    window.removeEventListener('blur', noteTaken);
    port?.close();
  });

  return { watch, wasIn };
}
