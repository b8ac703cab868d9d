import { computed, ref, type Ref } from 'vue';
import { isTyping } from '../keys/keys.ts';
import { rangeBetween, type CellPlace, type CellRange } from './cell-range.ts';

/** The active cell and the range drawn from it, by mouse and keys, as in a spreadsheet. */
export function useCellSelecting(options: { editing: () => boolean; grab: () => void }) {
  const active = ref<CellPlace>({ line: 0, column: 0 });
  /** Where the range began; null while there is only the active cell. */
  const anchor: Ref<CellPlace | null> = ref(null);
  /** A range being filled by its handle: its lines so far. */
  const filling = ref<CellRange | null>(null);
  let drawing = false;

  const drawn = computed<CellRange | null>(
    () => filling.value ?? (anchor.value === null ? null : rangeBetween(anchor.value, active.value)),
  );
  /** The range, or the active cell as one. */
  const range = computed<CellRange>(() => drawn.value ?? rangeBetween(active.value, active.value));

  function place(to: CellPlace, extend: boolean): void {
    anchor.value = extend ? (anchor.value ?? active.value) : null;
    active.value = to;
  }

  function cellOf(event: Event): CellPlace | null {
    const target = event.target as Element;
    const line = target.closest<HTMLElement>('[data-line]')?.dataset['line'];
    const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'];
    return line === undefined || column === undefined ? null : { line: Number(line), column: Number(column) };
  }

  function press(event: MouseEvent): void {
    const at = cellOf(event);
    const target = event.target as Element;
    if (at === null || event.button !== 0 || options.editing() || isTyping(target)) return;
    if (target.closest('[data-fill]')) {
      event.preventDefault();
      filling.value = { ...range.value };
      return;
    }
    if (target.closest('a, button, input')) return;
    place(at, event.shiftKey);
    drawing = true;
    // Otherwise the browser marks the text of all cells in between.
    if (event.shiftKey) {
      event.preventDefault();
      options.grab();
    }
  }

  function over(event: MouseEvent): void {
    const at = cellOf(event);
    if (at === null) return;
    if (filling.value !== null) filling.value = { ...filling.value, bottom: Math.max(range0().bottom, at.line) };
    else if (drawing && event.buttons === 1 && (at.line !== active.value.line || at.column !== active.value.column)) {
      getSelection()?.removeAllRanges();
      place(at, true);
    }
  }

  function range0(): CellRange {
    return rangeBetween(anchor.value ?? active.value, active.value);
  }

  /** The mouse is let go. Answers what is to be filled: the source and the lines below it. */
  function release(): { source: CellRange; bottom: number } | null {
    drawing = false;
    const filled = filling.value;
    filling.value = null;
    const source = range0();
    if (filled === null || filled.bottom <= source.bottom) return null;
    anchor.value = { line: source.top, column: source.left };
    active.value = { line: filled.bottom, column: source.right };
    return { source, bottom: filled.bottom };
  }

  return { active, anchor, drawn, range, place, press, over, release };
}
