import {
  fieldType,
  questionField,
  relationOf,
  type ActionQuestion,
  type CompiledField,
  type Issue,
  type JsonObject,
  type JsonValue,
  type ValueContext,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Catalog } from '../../model/catalog.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';

/** The questions of a form with the options of the sets they name. */
export function questionsOf(catalog: Catalog, questions: readonly ActionQuestion[]): CompiledField[] {
  return questions.map((question) => {
    const field = questionField(question);
    const options = field.options ?? catalog.optionSets.get(field.option_set ?? '')?.options;
    return options === undefined ? field : { ...field, options };
  });
}

/** What was filled in, in canonical form, every question by its name; and what is wrong with it. */
export async function readAnswers(
  ctx: AccessContext,
  questions: readonly CompiledField[],
  given: JsonObject,
): Promise<{ values: JsonObject; issues: Issue[] }> {
  const issues: Issue[] = Object.keys(given)
    .filter((name) => !questions.some((question) => question.name === name))
    .map((name) => ({ path: `input.${name}`, code: 'unknown_setting', params: { name } }));
  const values: JsonObject = {};
  for (const question of questions) {
    const path = `input.${question.name}`;
    const answer = given[question.name] ?? question.default ?? null;
    values[question.name] = null;
    if (answer === null || answer === '') {
      if (question.required === true) issues.push({ path, code: 'required', params: { label: question.label } });
      continue;
    }
    const parsed = fieldType(question.type).parse(answer, question, valueContext(ctx));
    if (!parsed.ok) issues.push({ path, code: parsed.code, ...(parsed.params && { params: parsed.params }) });
    else if (await leadsNowhere(ctx, question, parsed.value)) issues.push({ path, code: 'record_not_found' });
    else values[question.name] = parsed.value;
  }
  return { values, issues };
}

/** Whether it names a record that is not there, or not for whoever answers. */
async function leadsNowhere(ctx: AccessContext, question: CompiledField, value: JsonValue): Promise<boolean> {
  const relation = relationOf(question);
  if (relation === undefined || relation.kind === 'any') return relation !== undefined && pointsNowhere(ctx, value);
  const ids = Array.isArray(value) ? value.map(String) : [String(value)];
  const seen = await visibleIds(ctx, relation.to, ids);
  return ids.some((id) => !seen.has(id));
}

async function pointsNowhere(ctx: AccessContext, value: JsonValue): Promise<boolean> {
  const { object, id } = value as { object: string; id: string };
  return !(await visibleIds(ctx, object, [id])).has(id);
}

function valueContext({ catalog, locale, actor, now }: AccessContext): ValueContext {
  const { currency, phone_country } = catalog.model.workspace;
  return { locale, time_zone: actor.timeZone, currency, phone_country, now: now.getTime() };
}
