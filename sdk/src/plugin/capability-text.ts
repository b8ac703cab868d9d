import type { Label } from '../label.ts';
import type { Capability, RecordVerb } from './capability.ts';

/** What objects and fields are called; a name nobody knows is shown as it is. */
export interface CapabilityNames {
  object(name: string): Label | undefined;
  field(object: string, name: string): Label | undefined;
}

const VERBS: Record<RecordVerb, Label> = {
  read: { en: 'read', zh: '读取' },
  create: { en: 'create', zh: '新建' },
  update: { en: 'change', zh: '修改' },
  delete: { en: 'delete', zh: '删除' },
};

const PLAIN: Record<string, Label> = {
  schedule: { en: 'Work in the background at set times', zh: '按计划在后台运行' },
  files: { en: 'Read files of records, and add files', zh: '读取记录中的文件并添加文件' },
  mail: { en: 'Send e-mails in your company’s name', zh: '以公司名义发送邮件' },
  endpoints: { en: 'Answer requests of other systems', zh: '响应其他系统的请求' },
  sign_in: { en: 'Be told who signs in, and refuse it', zh: '得知登录行为，并可拒绝登录' },
};

/** What a capability lets a plugin do, in the words of somebody who decides about it. */
export function capabilityText(capability: Capability, names: CapabilityNames): Label {
  switch (capability.kind) {
    case 'records':
      return recordText(capability, names);
    case 'network': {
      const hosts = capability.hosts.join(', ');
      return { en: `Exchange data with ${hosts}`, zh: `与 ${capability.hosts.join('、')} 交换数据` };
    }
    case 'secrets':
      return {
        en: `Use the secrets you enter: ${capability.names.join(', ')}`,
        zh: `使用您填写的密钥：${capability.names.join('、')}`,
      };
    default:
      return PLAIN[capability.kind] ?? { en: capability.kind, zh: capability.kind };
  }
}

function recordText(
  { object, verbs, fields }: Extract<Capability, { kind: 'records' }>,
  names: CapabilityNames,
): Label {
  const label = names.object(object) ?? { en: object, zh: object };
  const list = fields === '*' ? [] : fields.map((name) => names.field(object, name) ?? { en: name, zh: name });
  const en = verbs.map((verb) => VERBS[verb].en).join(', ');
  const zh = verbs.map((verb) => VERBS[verb].zh).join('、');
  const only = {
    en: fields === '*' ? 'all fields' : list.map((each) => each.en).join(', '),
    zh: fields === '*' ? '全部字段' : list.map((each) => each.zh).join('、'),
  };
  return {
    en: `${en[0]!.toUpperCase()}${en.slice(1)} ${label.en}: ${only.en}`,
    zh: `${zh}${label.zh}：${only.zh}`,
  };
}

/** Tells capabilities apart; two that let do the same have the same key, whatever their reasons. */
export function capabilityKey(capability: Capability): string {
  switch (capability.kind) {
    case 'records': {
      const fields = capability.fields === '*' ? '*' : capability.fields.toSorted().join(',');
      return `records:${capability.object}:${capability.verbs.toSorted().join(',')}:${fields}`;
    }
    case 'network': {
      const methods = capability.methods?.toSorted().join(',') ?? '*';
      return `network:${capability.hosts.toSorted().join(',')}:${methods}`;
    }
    case 'secrets':
      return `secrets:${capability.names.toSorted().join(',')}`;
    default:
      return capability.kind;
  }
}

/** Whether what was granted already lets a plugin do all that is asked. */
export function isCovered(asked: Capability, granted: readonly Capability[]): boolean {
  return granted.some((each) => covers(each, asked));
}

function covers(granted: Capability, asked: Capability): boolean {
  if (granted.kind === 'records' && asked.kind === 'records') {
    const fields = granted.fields === '*' || (asked.fields !== '*' && isWithin(asked.fields, granted.fields));
    return granted.object === asked.object && isWithin(asked.verbs, granted.verbs) && fields;
  }
  if (granted.kind === 'network' && asked.kind === 'network') {
    const methods =
      granted.methods === undefined || (asked.methods !== undefined && isWithin(asked.methods, granted.methods));
    return isWithin(asked.hosts, granted.hosts) && methods;
  }
  if (granted.kind === 'secrets' && asked.kind === 'secrets') return isWithin(asked.names, granted.names);
  return granted.kind === asked.kind;
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  return few.every((each) => many.includes(each));
}
