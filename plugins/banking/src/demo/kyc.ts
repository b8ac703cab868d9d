import type { Customer } from './customers.ts';
import { creditCode, residentId } from './numbers.ts';
import { days, ref, type Row } from './row.ts';

const TERM: Record<string, number> = { low: 1095, medium: 730, high: 183 };

/** One check for each customer who has one; those soon to expire are under way again. */
export function checksOf(customers: readonly Customer[]): { checks: Row[]; documents: Row[] } {
  const known = customers.filter(({ kyc }) => kyc !== null);
  const done = known.map((customer): Row => {
    const { key, object, officer, risk, kyc } = customer;
    return {
      $key: key,
      [object]: ref(object, `bank_${key}`),
      owner: ref('user', `bank_${officer}`),
      occasion: 'onboarding',
      status: 'approved',
      risk_class: risk,
      score: risk === 'high' ? 55 : risk === 'medium' ? 30 : 0,
      pep: risk === 'high',
      cash_intensive: risk === 'medium',
      remote: risk === 'medium',
      approved_on: days(kyc! - TERM[risk]!),
      valid_until: days(kyc!),
    };
  });
  const again = customers
    .filter(({ kyc }) => kyc === null || kyc < 30)
    .map(({ key, object, officer, kyc }, at): Row => ({
      $key: `${key}_again`,
      [object]: ref(object, `bank_${key}`),
      owner: ref('user', `bank_${officer}`),
      occasion: kyc === null ? 'onboarding' : 'periodic',
      status: 'open',
      due_on: days(6 + at * 4),
    }));
  const documents = known.flatMap(({ key, object, kyc }, at): Row[] => [
    {
      check: ref('bank__kyc_check', key),
      type: object === 'contact' ? 'id_card' : 'business_licence',
      number: object === 'contact' ? residentId(at) : creditCode(at),
      issued_on: days(-1500 - at * 11),
      expires_on: days(kyc! + 400),
    },
    ...(object === 'account'
      ? [
          {
            check: ref('bank__kyc_check', key),
            type: 'owners_register',
            number: `REG-${2000 + at}`,
            issued_on: days(-300 - at),
          },
        ]
      : []),
  ]);
  return { checks: [...done, ...again], documents };
}
