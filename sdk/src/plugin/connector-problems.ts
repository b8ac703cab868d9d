import { readCron } from '../workflow/cron.ts';
import type { PluginManifest } from '../plugin.ts';
import type { ConnectorDeclaration } from './code.ts';
import type { RecordVerb } from './capability.ts';
import type { ManifestProblem } from './manifest-problem.ts';

/** What is wrong with the connectors of a manifest, seen without a workspace. */
export function connectorProblems(manifest: PluginManifest): ManifestProblem[] {
  return (manifest.connectors ?? []).flatMap((each) => [
    ...shapeProblems(each),
    ...grantProblems(each, manifest),
    ...scheduleProblems(each, manifest),
  ]);
}

const OUTSIDE_NAME = /^[A-Za-z]\w{0,62}$/;

function problem({ name }: ConnectorDeclaration, under: string, en: string, zh: string): ManifestProblem {
  return { path: `connectors/${name}${under}`, message: { en, zh } };
}

function shapeProblems(connector: ConnectorDeclaration): ManifestProblem[] {
  const { outside, key, pull, push } = connector;
  const found: ManifestProblem[] = [];
  if (pull === undefined && push === undefined)
    found.push(
      problem(connector, '', 'Say what it does: pull, push or both.', '请说明其用途：pull、push 或两者皆有。'),
    );
  const known = outside.find(({ name }) => name === key);
  if (known === undefined)
    found.push(problem(connector, '/key', `There is no outside field "${key}".`, `外部字段中没有“${key}”。`));
  else if (known.to?.includes('.') === true)
    found.push(
      problem(connector, '/key', 'The key is a field of the record itself.', '标识字段必须是记录自身的字段。'),
    );
  const seen = new Set<string>();
  for (const { name, label } of outside) {
    const under = `/outside/${name}`;
    if (!OUTSIDE_NAME.test(name))
      found.push(problem(connector, under, 'Names are letters, digits and _.', '名称只能由字母、数字和下划线组成。'));
    if (seen.has(name)) found.push(problem(connector, under, 'It is there twice.', '重复定义。'));
    if (label.en.trim() === '' || label.zh.trim() === '')
      found.push(problem(connector, `${under}/label`, 'The text is missing.', '缺少文字。'));
    seen.add(name);
  }
  return found;
}

function grantProblems(connector: ConnectorDeclaration, { capabilities = [] }: PluginManifest): ManifestProblem[] {
  const { object, pull } = connector;
  const needed: RecordVerb[] = pull === undefined ? ['read'] : ['read', 'create', 'update'];
  if (pull?.deletes === true) needed.push('delete');
  const asked = new Set(
    capabilities.flatMap((each) => (each.kind === 'records' && each.object === object ? each.verbs : [])),
  );
  return needed
    .filter((verb) => !asked.has(verb))
    .map((verb) =>
      problem(
        connector,
        '',
        `It needs the capability to ${verb} records of ${object}.`,
        `需要申请 ${object} 记录的 ${verb} 能力。`,
      ),
    );
}

function scheduleProblems(connector: ConnectorDeclaration, { capabilities = [] }: PluginManifest): ManifestProblem[] {
  const schedule = connector.pull?.schedule;
  if (schedule === undefined) return [];
  return [
    ...(capabilities.some(({ kind }) => kind === 'schedule')
      ? []
      : [problem(connector, '/pull', 'It needs the capability schedule.', '需要申请能力 schedule。')]),
    ...(readCron(schedule) === null
      ? [problem(connector, '/pull/schedule', 'Write it like */15 * * * *.', '请写成 */15 * * * * 的形式。')]
      : []),
  ];
}
