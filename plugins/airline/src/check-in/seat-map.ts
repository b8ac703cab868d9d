/** A seat of an aircraft, and where it is. */
export interface Seat {
  name: string;
  row: number;
  place: 'window' | 'aisle' | 'middle';
  zone: 'front' | 'middle' | 'rear';
  forward: boolean;
}

const PART = /^(\d{1,2})-(\d{1,2}):([A-K]+(?:-[A-K]+)*)$/;

/** Reads `1-2:AC-DF 3-30:ABC-DEF`: rows, then their seats with each aisle as a dash. The first part is the forward cabin. */
export function readSeatMap(text: string): Seat[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((part, index, parts) => {
      const [, from = '', to = '', letters = ''] = PART.exec(part) ?? [];
      if (letters === '') return [];
      const rows = Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
      return rows.flatMap((row, at) =>
        placesOf(letters).map(([letter, place]) => ({
          name: `${row}${letter}`,
          row,
          place,
          zone: zoneOf(at, rows.length),
          forward: index === 0 && parts.length > 1,
        })),
      );
    });
}

function placesOf(letters: string): [string, Seat['place']][] {
  const blocks = letters.split('-');
  return blocks.flatMap((block, at) =>
    [...block].map((letter, place): [string, Seat['place']] => {
      const isWindow = (at === 0 && place === 0) || (at === blocks.length - 1 && place === block.length - 1);
      const isAisle = (at > 0 && place === 0) || (at < blocks.length - 1 && place === block.length - 1);
      return [letter, isWindow ? 'window' : isAisle ? 'aisle' : 'middle'];
    }),
  );
}

function zoneOf(at: number, rows: number): Seat['zone'] {
  if (at < rows / 3) return 'front';
  return at >= (rows * 2) / 3 ? 'rear' : 'middle';
}
