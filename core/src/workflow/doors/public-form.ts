import {
  StrataError,
  fieldType,
  type CompiledField,
  type EditorName,
  type JsonValue,
  type PublicForm,
  type WorkflowDocument,
} from '@stratacrm/sdk';
import { compileAccess } from '../../access/compile-access.ts';
import { SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Context } from '../../kernel/context.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import type { Catalog } from '../../model/catalog.ts';
import { createRecord } from '../../records/create-record.ts';
import type { Engine } from '../engine.ts';
import { startFromOutside } from '../start/start-from-outside.ts';
import { openDoor, refuseFlood } from './door.ts';

/** What strangers can fill in without knowing anything of the workspace. */
const EDITORS: ReadonlySet<EditorName> = new Set(['line', 'lines', 'number', 'switch', 'date', 'choice']);

/** The form behind a door. Throws `unknown_door`. */
export async function showForm(engine: Engine, box: SecretBox, token: string): Promise<PublicForm> {
  const { workflow, fields } = await formBehind(engine, box, token);
  const { settings } = workflow.trigger;
  const thanks = typeof settings['thanks'] === 'string' ? settings['thanks'] : '';
  return {
    title: workflow.label,
    fields: fields.map((field) => ({
      name: field.name,
      label: field.label,
      help: field.description ?? null,
      required: field.required === true,
      editor: fieldType(field.type).editor,
      options: (field.options ?? [])
        .filter((each) => each.archived !== true)
        .map(({ value, label }) => ({ value, label })),
    })),
    thanks: { en: thanks, zh: typeof settings['thanks_zh'] === 'string' ? settings['thanks_zh'] : thanks },
  };
}

/**
 * Makes the record of what was filled in, as the role of the workflow, and begins it. Throws `unknown_door`,
 * `too_many_from_outside` and what a record is refused for.
 */
export async function submitForm(
  engine: Engine,
  box: SecretBox,
  asker: Pick<Context, 'locale' | 'requestId'>,
  token: string,
  values: { [field: string]: JsonValue },
): Promise<void> {
  const { workflow, fields, catalog, object } = await formBehind(engine, box, token);
  const unknown = Object.keys(values).filter((name) => !fields.some((field) => field.name === name));
  if (unknown.length > 0)
    throw StrataError.invalid(unknown.map((name) => ({ path: name, code: 'unknown_setting', params: { name } })));
  await refuseFlood(engine.database, workflow);
  await engine.database.transaction(async (tx) => {
    const { data } = await createRecord(contextOf(catalog, workflow, asker, tx), object, values);
    await startFromOutside(tx, engine.definitions, {
      workflow,
      record: { object, id: data.id },
      results: {},
      occasion: null,
    });
  });
  engine.committed();
}

function contextOf(
  catalog: Catalog,
  { run_as: role }: WorkflowDocument,
  { locale, requestId }: Pick<Context, 'locale' | 'requestId'>,
  db: AccessContext['db'],
): AccessContext {
  const roles = role === undefined ? [] : [role];
  const actor = { ...SYSTEM_ACTOR, roles };
  const access = compileAccess(catalog, roles);
  return { db, catalog, actor, access, cause: { kind: 'workflow' }, locale, now: new Date(), requestId };
}

async function formBehind(engine: Engine, box: SecretBox, token: string) {
  const catalog = await engine.model.refresh();
  const door = await openDoor(engine.database, box, catalog, token, 'form_submitted');
  const { object, fields: wanted } = door?.workflow.trigger.settings ?? {};
  if (door === null || typeof object !== 'string' || !catalog.has(object) || !Array.isArray(wanted))
    throw new StrataError('unknown_door');
  const known = catalog.object(object).fields;
  const fields = wanted.flatMap((name): CompiledField[] => {
    const field = known[String(name)];
    const asked = field !== undefined && field.archived !== true && EDITORS.has(fieldType(field.type).editor);
    return asked ? [field] : [];
  });
  return { workflow: door.workflow, fields, catalog, object };
}
