/** Letters and digits that nobody confuses when reading them to somebody else. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Twenty characters (about 115 bits of chance), in groups that can be read aloud. */
export function generatedPassword(): string {
  const characters: string[] = [];
  while (characters.length < GROUPS * GROUP_LENGTH) {
    const [number = 255] = crypto.getRandomValues(new Uint8Array(1));
    // Numbers beyond the last whole round of the alphabet would favour its first letters.
    if (number < 256 - (256 % ALPHABET.length)) characters.push(ALPHABET[number % ALPHABET.length] ?? '');
  }
  return Array.from({ length: GROUPS }, (_, at) =>
    characters.slice(at * GROUP_LENGTH, (at + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}
