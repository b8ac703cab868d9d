/** A rectangle on the screen. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Index among boxes in reading order before which a thing dropped at this point would stand. */
export function indexInGrid(boxes: readonly Box[], x: number, y: number): number {
  const at = boxes.findIndex((box) => y < box.top || (y <= box.bottom && x < (box.left + box.right) / 2));
  if (at >= 0) return at;
  return boxes.length;
}
