import type { HookOutput, HookRecord, PluginHost } from '@stratacrm/sdk';
import { drawnNumber } from '../ids.ts';

const DIGITS = 10;

/** Who joins gets a number and the first tier; who has a number keeps it. */
export async function numberMembers(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  if (!records.some(({ after }) => isJoining(after))) return null;
  const carrier = String(await host.setting('carrier'));
  const lowest = await lowestTier(host);
  return records.map(({ id, after }) => {
    if (!isJoining(after)) return null;
    const digits = String(drawnNumber(id) % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
    const number = after?.['air__number'] ?? `${carrier}${digits}${checkDigit(digits)}`;
    return { set: { air__number: number, air__tier: after?.['air__tier'] ?? lowest } };
  });
}

function isJoining(after: HookRecord['after']): boolean {
  return after?.['air__joined_on'] != null && (after['air__number'] == null || after['air__tier'] == null);
}

async function lowestTier(host: PluginHost): Promise<string> {
  const { data } = await host.records.query('air__tier_terms', { fields: ['tier'], sort: 'level', limit: 1 });
  return String(data[0]?.['tier'] ?? 'blue');
}

/** The last digit by Luhn's rule: one wrong digit, or two changed places, are noticed. */
export function checkDigit(digits: string): number {
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
