import type { FieldType } from '../field-type.ts';
import { parseId } from '../id-value.ts';
import { traits } from '../traits.ts';

export const user: FieldType = {
  name: 'user',
  label: { en: 'User', zh: '用户' },
  description: { en: 'One of the people who work here.', zh: '系统中的一位用户。' },
  icon: 'user',
  editor: 'user',
  settings: [],
  storage: 'uuid',
  traits: traits({ sortable: true, groupable: true, reference: true, link: true }),
  expressionType: () => ({ type: 'ref', object: 'user' }),
  relation: () => ({ kind: 'one', to: 'user' }),
  parse: parseId,
  fromText: (written) => parseId(written.trim()),
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', format: 'uuid', description: 'Id of a user.' }),
};
