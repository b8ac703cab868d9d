import {
  checkExpression,
  documentKey,
  type CompiledField,
  type ConversionPlan,
  type Document,
  type Impact,
} from '@stratacrm/sdk';
import { referenceTarget } from '../build-catalog.ts';
import type { Catalog } from '../catalog.ts';
import { kindOf } from '../kinds/index.ts';
import type { Candidate } from './candidate.ts';

/** What a changed type means, in sentences: the values that do not convert, and the documents that read the field. */
export function typeChangeImpact(candidate: Candidate, conversions: readonly ConversionPlan[]): Impact[] {
  return [
    ...conversions.filter((plan) => plan.fails > 0).map(failingImpact),
    ...candidate.tables.conversions.flatMap(({ to }) => readers(candidate, to.field)),
  ];
}

function failingImpact({ object, label, fails, looked_at, filled, sample }: ConversionPlan): Impact {
  const of =
    looked_at < filled
      ? { en: ` of the ${looked_at} looked at`, zh: `（已检查 ${looked_at} 条）` }
      : { en: '', zh: '' };
  return {
    kind: 'records',
    object,
    count: fails,
    sample: sample.map((each) => each.id),
    text: {
      en: `${fails} ${fails === 1 ? 'value' : 'values'} of ${label.en}${of.en} will not convert: the field is then empty, and what it held is kept aside.`,
      zh: `“${label.zh}”有 ${fails} 个值无法转换${of.zh}：这些记录的该字段将为空，原值另行保留。`,
    },
  };
}

/** They have been checked with the new type; whether they still mean what was meant, a person has to say. */
function readers({ documents, catalog }: Candidate, field: CompiledField): Impact[] {
  const found = documents.map(({ document }) => document).filter((document) => reads(document, field, catalog));
  if (found.length === 0) return [];
  const sample = found.map(documentKey);
  const count = found.length;
  return [
    {
      kind: 'rules',
      object: field.object,
      count,
      sample,
      text: {
        en: `${count} rules, formulas, views or roles read ${field.label.en} and are checked with its new type: ${sample.join(', ')}.`,
        zh: `有 ${count} 个规则、公式、视图或角色使用“${field.label.zh}”，已按新类型检查：${sample.join('、')}。`,
      },
    },
  ];
}

function reads(document: Document, field: CompiledField, catalog: Catalog): boolean {
  if (document.archived === true) return false;
  const kind = kindOf(document);
  const named = kind.references(document as never).some(({ target }) => {
    return target.kind === 'field' && passes(catalog, target.object, target.path.split('.'), field);
  });
  if (named && document.kind !== 'layout') return true;
  return kind.expressions(document as never).some((use) => {
    if (!catalog.has(use.object)) return false;
    const result = checkExpression(use.source, { model: catalog.model, object: use.object, form: use.form });
    if (!result.ok) return false;
    const { paths, oldPaths } = result.expression;
    return [...paths, ...oldPaths].some((path) => passes(catalog, use.object, path, field));
  });
}

/** Whether a path through references comes by the field. */
function passes(catalog: Catalog, object: string, [step, ...rest]: readonly string[], wanted: CompiledField): boolean {
  const found = step === undefined || !catalog.has(object) ? undefined : catalog.object(object).fields[step];
  if (found === undefined) return false;
  if (found.id === wanted.id) return true;
  const next = referenceTarget(found);
  return next !== null && passes(catalog, next, rest, wanted);
}
