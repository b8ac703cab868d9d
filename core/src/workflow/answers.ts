import { fieldType, formFields, type Issue, type JsonValue, type ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/** A filled-in form: the answers in canonical form under a prefix, as later steps name them, and what is wrong with it. */
export interface FormAnswers {
  results: { [name: string]: JsonValue };
  issues: Issue[];
}

/** Checks each answer against its question. Places of issues begin with `path`. */
export function readAnswers(
  ctx: Pick<AccessContext, 'catalog' | 'locale' | 'actor' | 'now'>,
  form: JsonValue | undefined,
  given: { [name: string]: JsonValue },
  prefix: string,
  path: string,
): FormAnswers {
  const questions = formFields(form);
  const issues: Issue[] = Object.keys(given)
    .filter((name) => !questions.some((question) => question.name === name))
    .map((name) => ({ path: `${path}.${name}`, code: 'unknown_setting', params: { name } }));
  const results: { [name: string]: JsonValue } = {};
  for (const { name, type, label, required } of questions) {
    const answer = given[name] ?? null;
    results[`${prefix}_${name}`] = null;
    if (answer === null || answer === '') {
      if (required === true) issues.push({ path: `${path}.${name}`, code: 'required', params: { label } });
      continue;
    }
    const field = { kind: 'field' as const, id: name, object: '', name, type, label };
    const parsed = fieldType(type).parse(answer, field, valueContext(ctx));
    if (parsed.ok) results[`${prefix}_${name}`] = parsed.value;
    else issues.push({ path: `${path}.${name}`, code: parsed.code, ...(parsed.params && { params: parsed.params }) });
  }
  return { results, issues };
}

function valueContext({
  catalog,
  locale,
  actor,
  now,
}: Pick<AccessContext, 'catalog' | 'locale' | 'actor' | 'now'>): ValueContext {
  const { currency, phone_country } = catalog.model.workspace;
  return { locale, time_zone: actor.timeZone, currency, phone_country, now: now.getTime() };
}
