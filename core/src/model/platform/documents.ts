import type { Document, FieldDocument, Label, ObjectDocument } from '@stratacrm/sdk';
import { derivedId } from '../derived-id.ts';

/** Objects that are read through the record door but managed elsewhere, and the tables they are kept in. */
export const MANAGED_TABLES: Readonly<Record<string, { schema: string; name: string }>> = {
  user: { schema: 'core', name: 'user' },
  team: { schema: 'core', name: 'team' },
};

type FieldBody = Omit<FieldDocument, 'kind' | 'id' | 'name' | 'object'>;

/** The documents of the platform layer: people and teams. */
export const PLATFORM_DOCUMENTS: readonly Document[] = [
  object('user', { en: 'User', zh: '用户' }, { en: 'Users', zh: '用户' }, 'user'),
  field('user', 'name', { type: 'text', label: { en: 'Name', zh: '姓名' }, required: true }),
  field('user', 'email', { type: 'email', label: { en: 'E-mail', zh: '邮箱' }, required: true }),
  field('user', 'team', reference({ en: 'Team', zh: '团队' }, 'team')),
  field('user', 'locale', { type: 'text', label: { en: 'Language', zh: '语言' } }),
  field('user', 'active', { type: 'boolean', label: { en: 'Active', zh: '启用' } }),
  object('team', { en: 'Team', zh: '团队' }, { en: 'Teams', zh: '团队' }, 'users'),
  field('team', 'name', { type: 'text', label: { en: 'Name', zh: '名称' }, required: true }),
  field('team', 'parent', reference({ en: 'Part of', zh: '上级团队' }, 'team')),
  field('team', 'manager', { type: 'user', label: { en: 'Manager', zh: '团队经理' } }),
];

function object(name: string, label: Label, plural: Label, icon: string): ObjectDocument {
  const id = derivedId('platform', 'object', name);
  return { kind: 'object', id, name, label, label_plural: plural, icon, name_field: 'name' };
}

function field(object: string, name: string, body: FieldBody): FieldDocument {
  return { kind: 'field', id: derivedId('platform', 'field', object, name), object, name, ...body };
}

function reference(label: Label, to: string): FieldBody {
  return { type: 'reference', label, to, on_delete: 'restrict' };
}
