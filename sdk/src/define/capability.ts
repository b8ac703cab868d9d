import type { Label } from '../label.ts';
import type { Capability, HttpMethod, PlainCapability, RecordVerb } from '../plugin/capability.ts';

interface Options {
  /** The plugin works without it. */
  optional?: boolean;
}

/** What a plugin asks for, each with its reason: `may.records('account', ['read'], ['name'], label(…))`. */
export const may = {
  /** Records of one object: which verbs, which fields (`*`: all). */
  records(
    object: string,
    verbs: RecordVerb[],
    fields: string[] | '*',
    reason: Label,
    options: Options = {},
  ): Capability {
    return { kind: 'records', object, verbs, fields, reason, ...options };
  },

  /** Calls over HTTPS to these hosts. */
  network(hosts: string[], reason: Label, options: Options & { methods?: HttpMethod[] } = {}): Capability {
    return { kind: 'network', hosts, reason, ...options };
  },

  /** Its own secret settings, in calls to those hosts. */
  secrets(names: string[], reason: Label, options: Options = {}): Capability {
    return { kind: 'secrets', names, reason, ...options };
  },

  schedule: plain('schedule'),
  files: plain('files'),
  mail: plain('mail'),
  endpoints: plain('endpoints'),
  signIn: plain('sign_in'),
};

function plain(kind: PlainCapability['kind']): (reason: Label, options?: Options) => Capability {
  return (reason, options = {}) => ({ kind, reason, ...options });
}
