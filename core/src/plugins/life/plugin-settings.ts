import {
  fieldType,
  StrataError,
  type FieldDocument,
  type Issue,
  type JsonObject,
  type JsonValue,
  type PluginSettings,
  type SettingDeclaration,
} from '@stratacrm/sdk';
import { writeAudit } from '../../access/audit/write-audit.ts';
import { requireInstalled, tellPlugins, type InstalledPlugin } from './installed-plugins.ts';
import type { PluginsContext } from './plugins-context.ts';

/** The form with its values; defaults stand where nothing was set. */
export function settingsOf({ manifest, settings, secrets }: InstalledPlugin): PluginSettings {
  const fields = manifest.settings ?? [];
  const values = fields
    .filter(({ type }) => type !== 'secret')
    .map(({ name, default: standard }) => [name, settings[name] ?? standard ?? null] as const);
  return { fields, values: Object.fromEntries(values), filled: Object.keys(secrets) };
}

/** For whom a secret is sealed: it opens as no other's. */
export function secretOwner(plugin: string, name: string): string {
  return `plugin ${plugin} ${name}`;
}

/** Changes those settings that are given; null empties one. Throws `invalid_input`. */
export async function changeSettings(ctx: PluginsContext, id: string, given: JsonObject): Promise<PluginSettings> {
  const { database, secrets: box, author, model } = ctx;
  return database.transaction(async (tx) => {
    await tx.query('select from core.plugin where id = $1 for update', [id]);
    const plugin = await requireInstalled(tx, id);
    const settings = { ...plugin.settings };
    const secrets = { ...plugin.secrets };
    const issues: Issue[] = [];
    for (const [name, value] of Object.entries(given)) {
      const field = plugin.manifest.settings?.find((each) => each.name === name);
      if (field === undefined) issues.push({ path: name, code: 'unknown_property', params: { property: name } });
      else if (field.type === 'secret') seal(name, value);
      else settings[name] = checked(field, value, issues, model.workspace());
    }
    issues.push(...missing(plugin.manifest.settings ?? [], settings, secrets));
    if (issues.length > 0) throw StrataError.invalid(issues);
    await tx.query('update core.plugin set settings = $2, secrets = $3, changed_at = now() where id = $1', [
      id,
      JSON.stringify(settings),
      JSON.stringify(secrets),
    ]);
    await tellPlugins(tx);
    await writeAudit(tx, author, {
      action: 'plugin_settings_changed',
      subject: { kind: 'plugin', id, name: plugin.manifest.label.en },
      detail: { settings: Object.keys(given) },
    });
    return settingsOf({ ...plugin, settings, secrets });

    function seal(name: string, value: JsonValue): void {
      if (value === null || value === '') delete secrets[name];
      else if (typeof value !== 'string' || value.length > 10_000)
        issues.push({ path: name, code: 'invalid_format', params: { expected: { en: 'a text', zh: '文本' } } });
      else secrets[name] = box.seal(Buffer.from(value, 'utf8'), secretOwner(id, name)).toString('base64');
    }
  });
}

function checked(
  field: SettingDeclaration,
  value: JsonValue,
  issues: Issue[],
  workspace: Parameters<ReturnType<typeof fieldType>['parse']>[2],
): JsonValue {
  if (value === null || value === '') return null;
  const { name, label, options } = field;
  const document = { kind: 'field', id: '', object: '', name, label, type: field.type, ...(options && { options }) };
  const parsed = fieldType(field.type).parse(value, document as FieldDocument, workspace);
  if (parsed.ok) return parsed.value as JsonValue;
  issues.push({ path: name, code: parsed.code, ...(parsed.params && { params: parsed.params }) });
  return null;
}

function missing(
  fields: readonly SettingDeclaration[],
  settings: JsonObject,
  secrets: Record<string, string>,
): Issue[] {
  return fields
    .filter(({ required, type, name, default: standard }) => {
      if (required !== true) return false;
      return type === 'secret' ? secrets[name] === undefined : (settings[name] ?? standard ?? null) === null;
    })
    .map(({ name, label }) => ({ path: name, code: 'required', params: { label } }));
}
