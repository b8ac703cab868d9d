import { Metadata, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** What decides about the numbers of one calling code. */
interface NumberingPlan {
  lengths: readonly number[];
  /** How a number may begin that is written with what is dialled at home only; such a number is another one. */
  prefix: RegExp | null;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const LONGEST_CODE = 3;

/**
 * Whether the text is a possible number in its one form already: then nothing has to be found out about it, which takes
 * twenty times as long and of a record with all its fields a tenth. Numbers of calling codes that several countries share
 * are left to be looked at closely.
 */
export function isSettled(text: string): boolean {
  if (!E164.test(text)) return false;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const code = text.slice(1, 1 + length);
    const countries = metadata.country_calling_codes[code];
    if (countries === undefined) continue;
    const national = text.slice(1 + length);
    const plan = countries.length === 1 ? planOf(countries[0]!) : null;
    return plan !== null && plan.lengths.includes(national.length) && plan.prefix?.test(national) !== true;
  }
  return false;
}

const plans = new Map<CountryCode, NumberingPlan>();

function planOf(country: CountryCode): NumberingPlan {
  let plan = plans.get(country);
  if (plan === undefined) plans.set(country, (plan = readPlan(country)));
  return plan;
}

function readPlan(country: CountryCode): NumberingPlan {
  const selected = new Metadata(metadata);
  selected.selectNumberingPlan(country);
  // Its types leave out the one, which a test holds against the library itself.
  const plan = selected.numberingPlan as unknown as {
    possibleLengths(): readonly number[] | undefined;
    nationalPrefixForParsing(): string | null | undefined;
  };
  const prefix = plan.nationalPrefixForParsing();
  return { lengths: plan.possibleLengths() ?? [], prefix: prefix ? new RegExp(`^(?:${prefix})`) : null };
}
