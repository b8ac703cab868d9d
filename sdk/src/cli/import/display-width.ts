/** Chinese characters and full-width forms take two columns of a terminal. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

export function displayWidth(text: string): number {
  return Array.from(text).reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

/** Filled with spaces, or cut with an ellipsis, to exactly so many columns. */
export function fit(text: string, width: number): string {
  const plain = text.replace(/\s+/g, ' ');
  const taken = displayWidth(plain);
  if (taken <= width) return plain + ' '.repeat(width - taken);
  let kept = '';
  for (const character of Array.from(plain)) {
    if (displayWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…${' '.repeat(width - 1 - displayWidth(kept))}`;
}
