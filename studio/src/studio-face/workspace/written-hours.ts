import type { WorkingHours } from '@stratacrm/sdk';

/** `09:00-12:00, 13:30-18:00` as hours, however it is typed; null when it is none. */
export function readHours(text: string): WorkingHours[] | null {
  const pieces = text
    .split(/[,，;；、]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const hours = pieces.map((piece) => {
    const found = /^(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})$/.exec(piece);
    if (found === null) return null;
    const [, h1, m1, h2, m2] = found;
    return { from: `${h1!.padStart(2, '0')}:${m1}`, to: `${h2!.padStart(2, '0')}:${m2}` };
  });
  const known = hours.filter((each) => each !== null);
  const ordered = known.every((each, at) => each.from < each.to && (at === 0 || known[at - 1]!.to <= each.from));
  const last = known.at(-1)?.to ?? '00:00';
  return known.length === hours.length && ordered && last <= '24:00' ? known : null;
}

export function writtenHours(hours: readonly WorkingHours[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(', ');
}
