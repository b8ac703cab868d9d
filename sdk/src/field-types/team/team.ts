import type { FieldType } from '../field-type.ts';
import { parseId } from '../id-value.ts';
import { traits } from '../traits.ts';

export const team: FieldType = {
  name: 'team',
  label: { en: 'Team', zh: '团队' },
  description: { en: 'An organisational unit of this workspace.', zh: '本工作区的一个组织单元。' },
  icon: 'users',
  editor: 'reference',
  settings: [],
  storage: 'uuid',
  traits: traits({ sortable: true, groupable: true, reference: true, link: true }),
  expressionType: () => ({ type: 'ref', object: 'team' }),
  relation: () => ({ kind: 'one', to: 'team' }),
  parse: parseId,
  fromText: (written) => parseId(written.trim()),
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', format: 'uuid', description: 'Id of a team.' }),
};
