import { format, resolveConfig } from 'prettier';

/** The text as the repository's formatter wants it, so that a file written by a program passes its check. */
export async function formatted(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
