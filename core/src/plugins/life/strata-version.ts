import { readFileSync } from 'node:fs';

/** The version of this Strata, against which plugins say what they run with. */
export const STRATA_VERSION = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
