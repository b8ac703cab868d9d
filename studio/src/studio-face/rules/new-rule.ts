import type { Label, RuleDocument } from '@stratacrm/sdk';
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

/** The rule with changes; what is set to undefined is taken out. */
export function changedRule<Rule extends RuleDocument>(
  rule: Rule,
  changes: { [Key in keyof Rule]?: Rule[Key] | undefined },
): Rule {
  return Object.fromEntries(
    Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== undefined),
  ) as unknown as Rule;
}
