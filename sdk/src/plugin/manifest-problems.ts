import { documentKey, type Document } from '../documents/kinds.ts';
import type { Label } from '../label.ts';
import type { PluginManifest } from '../plugin.ts';
import { TAKEN_SETTINGS } from '../workflow/chosen-part.ts';
import { readCron } from '../workflow/cron.ts';
import { HANDLER_WORDS, type PluginCode } from './code.ts';
import { connectorProblems } from './connector-problems.ts';
import type { ManifestProblem } from './manifest-problem.ts';

const ID = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]{1,100}$/;
const PREFIX = /^[a-z][a-z0-9]{1,7}$/;
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** What is between the prefix and the rest of a name. */
export const PREFIX_MARK = '__';

/** Everything wrong with a manifest that can be told without the workspace it is to go into. */
export function manifestProblems(manifest: PluginManifest): ManifestProblem[] {
  return [
    ...identityProblems(manifest),
    ...manifest.documents.flatMap((document) => documentProblems(manifest, document)),
    ...codeProblems(manifest),
    ...screenProblems(manifest),
    ...capabilityProblems(manifest),
    ...stepProblems(manifest),
    ...connectorProblems(manifest),
  ];
}

function problem(path: string, en: string, zh: string): ManifestProblem {
  return { path, message: { en, zh } };
}

function identityProblems({ id, prefix, version, label, description }: PluginManifest): ManifestProblem[] {
  const found: ManifestProblem[] = [];
  if (!ID.test(id)) found.push(problem('id', 'Write it like com.example.name.', '请写成 com.example.name 的形式。'));
  if (!PREFIX.test(prefix))
    found.push(problem('prefix', 'Two to eight lower-case letters and digits.', '由 2 到 8 个小写字母和数字组成。'));
  if (!VERSION.test(version)) found.push(problem('version', 'Write it like 1.4.0.', '请写成 1.4.0 的形式。'));
  return [...found, ...labelProblems('label', label), ...labelProblems('description', description)];
}

/** Settings of a step stand among those that every step of a plugin has. */
function stepProblems({ steps = [] }: PluginManifest): ManifestProblem[] {
  return steps.flatMap(({ name, settings = [] }) =>
    settings
      .filter((setting) => TAKEN_SETTINGS.includes(setting.name))
      .map((setting) =>
        problem(
          `steps/${name}/settings/${setting.name}`,
          'Every step of a plugin has a setting of this name. Take another.',
          '所有插件步骤都已有此名称的设置，请改用其他名称。',
        ),
      ),
  );
}

function labelProblems(path: string, label: Label | undefined): ManifestProblem[] {
  const missing = (['en', 'zh'] as const).filter((locale) => (label?.[locale] ?? '').trim() === '');
  return missing.map((locale) => problem(`${path}.${locale}`, 'The text is missing.', '缺少文字。'));
}

function documentProblems({ prefix }: PluginManifest, document: Document): ManifestProblem[] {
  const path = `documents/${document.kind}/${documentKey(document)}`;
  const found = labelProblems(`${path}/label`, document.label);
  if (needsPrefix(prefix, document) && !document.name.startsWith(`${prefix}${PREFIX_MARK}`)) {
    const wanted = `${prefix}${PREFIX_MARK}${document.name}`;
    found.push(problem(path, `Its name must begin with the prefix: ${wanted}.`, `名称必须以前缀开头：${wanted}。`));
  }
  return found;
}

/** Fields of its own objects stand in a name space of their own. */
function needsPrefix(prefix: string, document: Document): boolean {
  return document.kind !== 'field' || !document.object.startsWith(`${prefix}${PREFIX_MARK}`);
}

function codeProblems(manifest: PluginManifest): ManifestProblem[] {
  const sections = [...Object.keys(HANDLER_WORDS), 'triggers', 'settings'] as (keyof PluginCode)[];
  return sections.flatMap((section) => {
    const entries = (manifest[section] ?? []) as { name: string; label: Label }[];
    const seen = new Set<string>();
    return entries.flatMap(({ name, label }) => {
      const path = `${section}/${name}`;
      const found = labelProblems(`${path}/label`, label);
      if (!NAME.test(name))
        found.push(problem(path, 'Names are lower_case_with_underscores.', '名称须为小写加下划线。'));
      if (seen.has(name)) found.push(problem(path, 'It is there twice.', '重复定义。'));
      seen.add(name);
      return found;
    });
  });
}

/** A screen is a document with a file, and a file with a document. */
function screenProblems({ documents, screens = [] }: PluginManifest): ManifestProblem[] {
  const declared = new Set(screens.map(({ name }) => name));
  const described = new Set(documents.filter(({ kind }) => kind === 'screen').map(({ name }) => name));
  const lone = [...new Set([...declared, ...described])].filter((name) => !declared.has(name) || !described.has(name));
  return lone.map((name) => problem(`screens/${name}`, 'Declare it with defineScreen.', '请用 defineScreen 声明。'));
}

/** What code would be refused at run time is told while it is written. */
function capabilityProblems(manifest: PluginManifest): ManifestProblem[] {
  const asked = manifest.capabilities ?? [];
  const kinds = new Set<string>(asked.map(({ kind }) => kind));
  const need = (path: string, kind: string): ManifestProblem[] =>
    kinds.has(kind) ? [] : [problem(path, `It needs the capability ${kind}.`, `需要申请能力 ${kind}。`)];
  const secrets = new Set((manifest.settings ?? []).filter(({ type }) => type === 'secret').map(({ name }) => name));
  return [
    ...asked.flatMap(({ reason }, index) => labelProblems(`capabilities/${index}/reason`, reason)),
    ...(manifest.jobs ?? [])
      .filter(({ cron }) => cron !== undefined)
      .flatMap(({ name, cron = '' }) => [
        ...need(`jobs/${name}`, 'schedule'),
        ...(readCron(cron) === null
          ? [problem(`jobs/${name}/cron`, 'Write it like 30 6 * * 1-5.', '请写成 30 6 * * 1-5 的形式。')]
          : []),
      ]),
    ...(manifest.enrichers ?? []).flatMap(({ name, object }) =>
      asked.some((each) => each.kind === 'records' && each.object === object && each.verbs.includes('read'))
        ? []
        : [
            problem(
              `enrichers/${name}`,
              `It needs to read records of ${object}.`,
              `需要申请读取 ${object} 记录的能力。`,
            ),
          ],
    ),
    ...(manifest.endpoints ?? []).flatMap(({ name }) => need(`endpoints/${name}`, 'endpoints')),
    ...(manifest.hooks ?? []).flatMap(({ name, on, object }) => [
      ...(on.includes('sign_in') ? need(`hooks/${name}`, 'sign_in') : []),
      ...(object === undefined && !on.every((event) => event === 'sign_in')
        ? [problem(`hooks/${name}`, 'Say at which object it runs.', '请指明作用于哪个对象。')]
        : []),
    ]),
    ...asked.flatMap((capability, index) =>
      capability.kind !== 'secrets'
        ? []
        : capability.names
            .filter((name) => !secrets.has(name))
            .map((name) =>
              problem(
                `capabilities/${index}`,
                `There is no secret setting "${name}".`,
                `没有名为“${name}”的密钥设置。`,
              ),
            ),
    ),
  ];
}
