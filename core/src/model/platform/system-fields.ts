import type { CompiledField, FieldDocument, Label } from '@stratacrm/sdk';
import { derivedId } from '../derived-id.ts';

type SystemField = Pick<FieldDocument, 'name' | 'type' | 'label'> & Partial<FieldDocument>;

/** The platform's own field types: the id is a reference to the record itself. */
const systemFields: readonly SystemField[] = [
  { name: 'owner', type: 'user', label: { en: 'Owner', zh: '负责人' } },
  { name: 'created_at', type: 'datetime', label: { en: 'Created at', zh: '创建时间' } },
  { name: 'created_by', type: 'user', label: { en: 'Created by', zh: '创建人' } },
  { name: 'updated_at', type: 'datetime', label: { en: 'Updated at', zh: '更新时间' } },
  { name: 'updated_by', type: 'user', label: { en: 'Updated by', zh: '更新人' } },
  { name: 'version', type: 'integer', label: { en: 'Version', zh: '版本' } },
  { name: 'deleted_at', type: 'datetime', label: { en: 'Deleted at', zh: '删除时间' } },
  { name: 'id', type: 'reference', label: { en: 'Id', zh: '编号' }, on_delete: 'restrict' },
];

/** Names that no field may take, because every record has them. */
export const SYSTEM_FIELD_NAMES: ReadonlySet<string> = new Set(systemFields.map((field) => field.name));

/** The name of the layer that everything else stands on. */
export const PLATFORM_LAYER = 'platform';

/** The fields that the platform itself keeps on every record of an object. */
export function systemFieldsOf(object: { id: string; name: string }): CompiledField[] {
  return systemFields.map((field) => ({
    kind: 'field',
    id: derivedId('system', object.id, field.name),
    object: object.name,
    ...field,
    ...(field.name === 'id' ? { to: object.name } : {}),
    system: true,
    origin: PLATFORM_LAYER,
  }));
}

/** The physical columns behind the system fields; ids are made by the application. */
export const SYSTEM_COLUMNS = `
  id uuid primary key,
  owner uuid,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version bigint not null default 1,
  deleted_at timestamptz`;

export function platformLabel(): Label {
  return { en: 'Platform', zh: '平台' };
}
