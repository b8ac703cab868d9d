import { StrataError, type Capability, type CapabilityKind, type Label } from '@stratacrm/sdk';
import type { CallFacts } from '../sandbox/sandbox.ts';
import type { RunningPlugin } from './running-plugin.ts';

const WORDS: Readonly<Record<CapabilityKind, Label>> = {
  records: { en: 'those records', zh: '相应记录' },
  network: { en: 'that address', zh: '该网络地址' },
  secrets: { en: 'that secret', zh: '该密钥' },
  schedule: { en: 'to run by itself', zh: '自行定时运行' },
  files: { en: 'files', zh: '文件' },
  mail: { en: 'to send e-mail', zh: '发送邮件' },
  endpoints: { en: 'to answer requests', zh: '响应请求' },
  sign_in: { en: 'to be told of sign-ins', zh: '获知登录' },
};

export function capabilitiesOf<Kind extends CapabilityKind>(
  { granted }: Pick<RunningPlugin, 'granted'>,
  kind: Kind,
): Extract<Capability, { kind: Kind }>[] {
  return granted.filter((each): each is Extract<Capability, { kind: Kind }> => each.kind === kind);
}

export function isGranted(plugin: Pick<RunningPlugin, 'granted'>, kind: CapabilityKind): boolean {
  return plugin.granted.some((each) => each.kind === kind);
}

/** Throws `plugin_not_granted`. */
export function requireGranted(plugin: RunningPlugin, kind: CapabilityKind): void {
  if (!isGranted(plugin, kind)) throw notGranted(plugin, kind);
}

/** `what` names it more exactly: a host, a secret. */
export function notGranted(plugin: Pick<RunningPlugin, 'manifest'>, kind: CapabilityKind, what?: string): StrataError {
  const word = WORDS[kind];
  const capability = what === undefined ? word : { en: `${word.en} (${what})`, zh: `${word.zh}（${what}）` };
  return new StrataError('plugin_not_granted', { plugin: plugin.manifest.label, capability });
}

/** What code is told of its own grants. */
export function grantFacts(granted: readonly Capability[]): CallFacts['grants'] {
  return granted.map((each) => {
    if (each.kind === 'records') return { kind: each.kind, what: [each.object], verbs: [...each.verbs] };
    if (each.kind === 'network') return { kind: each.kind, what: [...each.hosts] };
    if (each.kind === 'secrets') return { kind: each.kind, what: [...each.names] };
    return { kind: each.kind };
  });
}
