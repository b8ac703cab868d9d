import { traitsOf, type CompiledField, type Impact, type Label } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../catalog.ts';
import { goneTargets } from '../gone-targets.ts';
import { kindOf } from '../kinds/index.ts';
import type { ImpactProbes } from '../model.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { shapeOf, storageOf } from '../physical/shape.ts';
import { identifier } from '../physical/sql-text.ts';
import type { Candidate, Live } from './candidate.ts';

interface ImpactInput {
  db: Queryable;
  live: Live;
  candidate: Candidate;
  probes: ImpactProbes | undefined;
}

/** What publishing would do to records, and to the places that show what is taken out. */
export async function impactOf(input: ImpactInput): Promise<Impact[]> {
  const fields = changedFields(input);
  const found = [
    ...(await Promise.all(hiddenObjects(input).map((object) => objectHidden(input, object)))),
    ...(await Promise.all(fields.flatMap((change) => fieldImpacts(input, change)))),
    ...(await Promise.all(newRules(input).map((rule) => ruleImpact(input, rule)))),
    ...prunedPlaces(input),
    ...(await accessImpacts(input)),
  ];
  return found.filter((impact) => impact !== null && impact.count > 0) as Impact[];
}

/** Only roles change who may do what with the records there are. */
async function accessImpacts({ live, candidate, probes }: ImpactInput): Promise<Impact[]> {
  const rolesChange = candidate.diff.some((change) => change.kind === 'role');
  return rolesChange && probes !== undefined ? probes.access(live.catalog, candidate.catalog) : [];
}

/** A field before and after, where records of its object exist before and after. */
interface FieldChange {
  before: CompiledField;
  after: CompiledField | undefined;
}

function changedFields({ live, candidate }: ImpactInput): FieldChange[] {
  const after = new Map(fieldsOf(candidate.catalog).map((field) => [field.id, field]));
  return fieldsOf(live.catalog)
    .filter((before) => candidate.catalog.has(before.object) || after.has(before.id))
    .map((before) => ({ before, after: after.get(before.id) }));
}

function fieldsOf(catalog: Catalog): CompiledField[] {
  return Object.values(catalog.model.objects)
    .filter((object) => !object.managed)
    .flatMap((object) => Object.values(object.fields).filter((field) => !field.system));
}

function hiddenObjects({ live, candidate }: ImpactInput): string[] {
  const after = new Set(Object.values(candidate.catalog.model.objects).map((object) => object.id));
  return Object.values(live.catalog.model.objects)
    .filter((object) => !after.has(object.id))
    .map((object) => object.name);
}

async function objectHidden(input: ImpactInput, object: string): Promise<Impact> {
  const { label_plural: plural } = input.live.catalog.object(object);
  return counted(input, object, 'true', (count) => ({
    en: `${count} ${plural.en.toLowerCase()} are hidden; their data is kept.`,
    zh: `${count} 条${plural.zh}将被隐藏，数据会保留。`,
  }));
}

function fieldImpacts(input: ImpactInput, { before, after }: FieldChange): Promise<Impact | null>[] {
  const shape = shapeOf(before, input.live.catalog);
  if (shape === null) return [];
  const column = identifier(before.name);
  const { en, zh } = before.label;
  if (after === undefined) {
    const hidden = (count: number): Label => ({
      en: `${count} records have a value in ${en}; it is hidden but kept.`,
      zh: `${count} 条记录的“${zh}”有值，将被隐藏但会保留。`,
    });
    return [counted(input, before.object, `${column} is not null`, hidden)];
  }
  const impacts: Promise<Impact | null>[] = [];
  if (after.required === true && before.required !== true) {
    const empty = (count: number): Label => ({
      en: `${count} records have no ${en}; it will be asked for when they are next saved.`,
      zh: `${count} 条记录没有填写“${zh}”，下次保存时必须填写。`,
    });
    impacts.push(counted(input, before.object, `${column} is null`, empty));
  }
  if (after.type !== before.type) return impacts;
  return [...impacts, ...optionImpacts(input, before, after, storageOf(shape))];
}

/** Options that are no longer offered, or were taken out: how many records have each. */
function optionImpacts(
  input: ImpactInput,
  before: CompiledField,
  after: CompiledField,
  storage: string,
): Promise<Impact | null>[] {
  if (!traitsOf(before).options) return [];
  const offered = (field: CompiledField): string[] =>
    (field.options ?? []).filter((option) => option.archived !== true).map((option) => option.value);
  const left = new Set(offered(after));
  const labels = new Map((before.options ?? []).map((option) => [option.value, option.label]));
  const column = identifier(before.name);
  const where = storage === 'text_array' ? `$1 = any(${column})` : `${column} = $1`;
  return offered(before)
    .filter((value) => traitsOf(after).options && !left.has(value))
    .map((value) => {
      const label = labels.get(value);
      const text = (count: number): Label => ({
        en: `${count} records have ${before.label.en} = ${label?.en ?? value}, which is no longer offered; they keep it.`,
        zh: `${count} 条记录的“${before.label.zh}”为“${label?.zh ?? value}”，该选项不再提供，原值保留。`,
      });
      return counted(input, before.object, where, text, [value]);
    });
}

const SAMPLE = 5;

async function counted(
  { db, live }: ImpactInput,
  object: string,
  where: string,
  text: (count: number) => Label,
  values: readonly string[] = [],
): Promise<Impact> {
  const table = `${RECORD_SCHEMA}.${identifier(live.catalog.object(object).table.name)}`;
  const { rows } = await db.query<{ count: string; sample: string[] | null }>(
    `with touched as (select id from ${table} where deleted_at is null and (${where}))
     select (select count(*) from touched) as count,
            (select array_agg(id::text) from (select id from touched limit ${SAMPLE}) as few) as sample`,
    values,
  );
  const count = Number(rows[0]?.count ?? 0);
  return { kind: 'records', object, count, sample: rows[0]?.sample ?? [], text: text(count) };
}

type Rule = Catalog['model']['objects'][string]['rules'][number];

/** Validation rules that are new or say something else. */
function newRules({ live, candidate }: ImpactInput): Extract<Rule, { type: 'validation' }>[] {
  const known = new Set(rulesOf(live.catalog).map((rule) => `${rule.id} ${rule.assert} ${rule.when}`));
  return rulesOf(candidate.catalog).filter((rule) => !known.has(`${rule.id} ${rule.assert} ${rule.when}`));
}

function rulesOf(catalog: Catalog): Extract<Rule, { type: 'validation' }>[] {
  return Object.values(catalog.model.objects).flatMap((object) =>
    object.rules.filter((rule) => rule.type === 'validation'),
  );
}

/** Rules over fields that are not there yet cannot be counted before the release is live. */
async function ruleImpact(
  { live, probes }: ImpactInput,
  rule: Extract<Rule, { type: 'validation' }>,
): Promise<Impact | null> {
  if (probes === undefined || !live.catalog.has(rule.object)) return null;
  const found = await probes.breaking(live.catalog, rule).catch(() => null);
  if (found === null) return null;
  const { count, sample } = found;
  return {
    kind: 'records',
    object: rule.object,
    count,
    sample,
    text: {
      en: `${count} records do not meet the rule ${rule.label.en}; they can be saved again only when they do.`,
      zh: `${count} 条记录不符合规则“${rule.label.zh}”，修正后才能再次保存。`,
    },
  };
}

const placeKinds = { layout: 'layouts', view: 'views', rule: 'rules', role: 'roles' } as const;

/** Documents out of which an archived field or object falls. */
function prunedPlaces({ live, candidate }: ImpactInput): Impact[] {
  const wasGone = goneTargets(live.documents);
  const isGone = goneTargets(candidate.documents);
  return Object.entries(placeKinds).flatMap(([kind, impactKind]) => {
    const touched = candidate.documents.filter(
      ({ document }) =>
        document.kind === kind &&
        document.archived !== true &&
        kindOf(document)
          .references(document as never)
          .some(({ target, optional }) => optional === true && isGone(target) && !wasGone(target)),
    );
    const count = touched.length;
    const sample = touched.map(({ document }) => document.name);
    const text = {
      en: `What is archived falls out of ${count} ${impactKind}: ${sample.join(', ')}.`,
      zh: `归档的内容将从 ${count} 个${placeLabels[impactKind]}中移除：${sample.join('、')}。`,
    };
    return count === 0 ? [] : [{ kind: impactKind, count, sample, text }];
  });
}

const placeLabels = { layouts: '布局', views: '视图', rules: '规则', roles: '角色' };
