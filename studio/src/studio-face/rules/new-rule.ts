import type { Label, PluginPartDocument, RuleDocument } from '@stratacrm/sdk';
import type { NewDocument } from '../draft/draft-documents.ts';

export const RULE_TYPES = ['validation', 'default', 'visibility'] as const;

export type RuleType = (typeof RULE_TYPES)[number];

/** A rule of a type that is right as it stands, about a field every record has. It waits in the draft to be changed. */
export function newRule(type: RuleType, object: string, name: string, label: Label, field: string): NewDocument {
  const base = { kind: 'rule' as const, name, label, object };
  const holds = `record.${field} != null`;
  switch (type) {
    case 'validation':
      return {
        ...base,
        type,
        assert: holds,
        message: { en: 'Check this record.', zh: '请检查这条记录。' },
        mode: 'enforce',
      };
    case 'default':
      return { ...base, type, field, value: 'null', on: 'create' };
    case 'visibility':
      return { ...base, type, fields: [field], visible: holds };
  }
}

/** A check of a plugin for a field; what it looks at besides is chosen afterwards. */
export function newCheck(
  object: string,
  name: string,
  part: Pick<PluginPartDocument, 'name' | 'label'>,
  field: string,
): NewDocument {
  return { kind: 'rule', name, label: part.label, object, type: 'check', validator: part.name, field, mode: 'enforce' };
}

/** The rule with changes; what is set to undefined is taken out. */
export function changedRule<Rule extends RuleDocument>(
  rule: Rule,
  changes: { [Key in keyof Rule]?: Rule[Key] | undefined },
): Rule {
  return Object.fromEntries(
    Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== undefined),
  ) as unknown as Rule;
}
