import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';

/** What is being dragged, and the place under the pointer where it would land. */
export interface Drag<Load, Place> {
  load: Load;
  place: Place | null;
  x: number;
  y: number;
}

export interface DragOptions<Load, Place> {
  /** The place at this point of the screen, or null where nothing can be dropped. */
  placeAt: (x: number, y: number, load: Load) => Place | null;
  drop: (load: Load, place: Place) => void;
}

/** Less movement than this is a click. */
const THRESHOLD = 4;
/** Nearer to the edge than this, the list under the pointer scrolls by itself. */
const EDGE = 40;

/**
 * Dragging with mouse, pen or finger. The element stays where it is until the drop, so nothing jumps while one aims. Esc
 * calls it off. What is dragged by pointer must also be movable by keys: that is the caller's part.
 */
export function usePointerDrag<Load, Place>(
  options: DragOptions<Load, Place>,
): { drag: ShallowRef<Drag<Load, Place> | null>; begin: (event: PointerEvent, load: Load) => void } {
  const drag = shallowRef<Drag<Load, Place> | null>(null);
  let origin: { x: number; y: number; load: Load } | null = null;

  function begin(event: PointerEvent, load: Load): void {
    if (event.button !== 0) return;
    origin = { x: event.clientX, y: event.clientY, load };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', stop);
    addEventListener('keydown', escape, true);
  }

  function move(event: PointerEvent): void {
    if (origin === null) return;
    const { clientX: x, clientY: y } = event;
    if (drag.value === null && Math.hypot(x - origin.x, y - origin.y) < THRESHOLD) return;
    event.preventDefault();
    getSelection()?.removeAllRanges();
    scrollNear(x, y);
    drag.value = { load: origin.load, x, y, place: options.placeAt(x, y, origin.load) };
  }

  function end(): void {
    const done = drag.value;
    stop();
    if (done?.place != null) options.drop(done.load, done.place);
    if (done !== null) swallowClick();
  }

  function stop(): void {
    origin = null;
    drag.value = null;
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', stop);
    removeEventListener('keydown', escape, true);
  }

  function escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || drag.value === null) return;
    event.stopPropagation();
    stop();
  }

  onBeforeUnmount(stop);
  return { drag, begin };
}

/** The browser sends a click after the release; it is not meant for what lies beneath. */
function swallowClick(): void {
  const swallow = (event: Event): void => event.stopPropagation();
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0);
}

function scrollNear(x: number, y: number): void {
  let element = document.elementFromPoint(x, y);
  while (element !== null && element.scrollHeight <= element.clientHeight) element = element.parentElement;
  const box = element?.getBoundingClientRect();
  if (!element || !box) return;
  if (y < box.top + EDGE) element.scrollTop -= 8;
  else if (y > box.bottom - EDGE) element.scrollTop += 8;
}

/** Index at which something dropped at this height would stand among the children that carry the attribute. */
export function indexAt(list: Element, attribute: string, y: number): number {
  const rows = [...list.querySelectorAll(`[${attribute}]`)];
  const at = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return at < 0 ? rows.length : at;
}
