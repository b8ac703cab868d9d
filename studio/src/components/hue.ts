const HUES: ReadonlySet<string> = new Set(['grey', 'blue', 'teal', 'green', 'amber', 'red', 'purple']);
const OF_PEOPLE = ['teal', 'blue', 'purple', 'amber', 'green', 'red'];

/** The class of an option's hue; grey for none and for one we do not have. */
export function hueClass(color: string | undefined): string {
  return `hue-${color !== undefined && HUES.has(color) ? color : 'grey'}`;
}

/** The hue of a person: always the same for the same name. */
export function personHue(name: string): string {
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return `hue-${OF_PEOPLE[sum % OF_PEOPLE.length] ?? 'teal'}`;
}

/** The initials of a person; of a Chinese name its last two characters. */
export function initialsOf(name: string): string {
  const whole = name.trim();
  if (/[\u3400-\u9fff]/.test(whole)) return whole.slice(-2);
  const words = whole.split(/\s+/);
  return (words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : whole.slice(0, 2)).toUpperCase();
}
