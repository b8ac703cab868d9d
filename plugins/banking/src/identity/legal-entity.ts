import { enricher, label, validator, type JsonObject, type JsonValue, type ProposedValue } from '@stratacrm/sdk';
import { holdsBy97 } from './check-digits.ts';

/** Legal entity identifiers: ISO 17442, twenty signs with two check digits. */
export const leiCheck = validator(
  {
    name: 'lei',
    label: label('Legal entity identifier', '全球法人识别编码（LEI）'),
    description: label('Twenty signs; looks at the check digits (ISO 17442).', '二十位编码，核对校验位（ISO 17442）。'),
    icon: 'shield-check',
    types: ['text'],
  },
  ({ checks }) => checks.map(({ value }) => (isLei(String(value)) ? null : NOT_AN_LEI)),
);

export function isLei(text: string): boolean {
  return /^[A-Z0-9]{18}\d{2}$/.test(text) && holdsBy97(text);
}

const NOT_AN_LEI = label(
  'Not a legal entity identifier: twenty capital letters and digits, the last two of them check digits.',
  'LEI 有误：应为二十位大写字母和数字，末两位为校验码。',
);

/** The public register of legal entities, kept by the Global LEI Foundation. */
export const REGISTER_HOST = 'api.gleif.org';

/** Identifier and seat of a company, by the identifier where it is known, otherwise by name. */
export const legalEntities = enricher(
  {
    name: 'legal_entities',
    label: label('Register of legal entities (GLEIF)', '全球法人识别编码登记（GLEIF）'),
    description: label(
      'Proposes the identifier and the registered seat of a company, for the know-your-customer file.',
      '为尽职调查补充企业的 LEI 与注册地址。',
    ),
    icon: 'landmark',
    object: 'account',
    reads: ['name', 'bank__lei'],
    fields: ['bank__lei', 'country', 'city', 'address', 'postal_code'],
  },
  async ({ record }, host) => {
    if (!host.granted('network', REGISTER_HOST))
      host.refuse(
        label(
          'The register may not be asked: an administrator can allow it when the pack is installed or upgraded.',
          '尚未允许查询该登记机构，管理员可在安装或升级时授权。',
        ),
      );
    const known = record['bank__lei'];
    const query =
      typeof known === 'string' && known !== ''
        ? `filter[lei]=${encodeURIComponent(known)}`
        : `filter[entity.legalName]=${encodeURIComponent(String(record['name'] ?? ''))}`;
    const { status, body } = await host.fetch(`https://${REGISTER_HOST}/api/v1/lei-records?${query}&page[size]=2`, {
      as: 'json',
    });
    if (status !== 200)
      host.refuse(label('The register does not answer. Try again later.', '登记机构没有响应，请稍后重试。'));
    return proposalsOf(body);
  },
);

/** What the register says of the one company it found; where it found several, none is proposed. */
export function proposalsOf(body: JsonValue): ProposedValue[] {
  const found = list(at(body, 'data'));
  const [first] = found;
  if (first === undefined || found.length > 1) return [];
  const lei = textAt(first, 'attributes', 'lei');
  if (!isLei(lei)) return [];
  const legal = textAt(first, 'attributes', 'entity', 'legalName', 'name');
  const status = textAt(first, 'attributes', 'registration', 'status');
  const seat = at(first, 'attributes', 'entity', 'legalAddress');
  const values: Record<string, string> = {
    bank__lei: lei,
    country: textAt(seat, 'country'),
    city: textAt(seat, 'city'),
    address: list(at(seat, 'addressLines'))
      .filter((line) => typeof line === 'string')
      .join(', '),
    postal_code: textAt(seat, 'postalCode'),
  };
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => ({
      field,
      value,
      source: label(`GLEIF: ${legal}`, `GLEIF：${legal}`),
      url: `https://search.gleif.org/#/record/${lei}`,
      ...(status !== 'ISSUED' && {
        note: label('The registration has lapsed or is pending.', '该登记已失效或尚未生效。'),
      }),
    }));
}

function at(value: JsonValue | undefined, ...path: string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as JsonObject)[name] : undefined,
    value,
  );
}

function textAt(value: JsonValue | undefined, ...path: string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
