import type { Label } from '../label.ts';

/** What a plugin asks for and an administrator grants. Without it the host refuses the call, whoever causes it. */
export type Capability = CapabilityFacts & (RecordCapability | NetworkCapability | SecretCapability | PlainCapability);

export interface CapabilityFacts {
  /** Why it is needed, in words an administrator reads before he grants it. */
  reason: Label;
  /** The plugin works without it; the administrator may leave it out, and the code asks `host.granted`. */
  optional?: boolean;
}

/** Records of one object; what is not named is neither read nor written. */
export interface RecordCapability {
  kind: 'records';
  object: string;
  verbs: RecordVerb[];
  /** Fields it reads and, with `create` or `update`, sets; `*`: all. */
  fields: string[] | '*';
}

export type RecordVerb = 'read' | 'create' | 'update' | 'delete';

/** Calls over HTTPS to these hosts alone: `api.example.com`, or `*.example.com` for all under it. */
export interface NetworkCapability {
  kind: 'network';
  hosts: string[];
  methods?: HttpMethod[];
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Secret settings of its own, put into calls by the host; the code never sees them. */
export interface SecretCapability {
  kind: 'secrets';
  names: string[];
}

export interface PlainCapability {
  kind:
    | 'schedule'
    /** Files of records it may read, and files of its own making. */
    | 'files'
    /** E-mails by the workspace's mail account. */
    | 'mail'
    /** Answers requests at `/api/plugins/{id}/endpoints/…`. */
    | 'endpoints'
    /** Told of sign-ins, and may refuse them. */
    | 'sign_in';
}

export type CapabilityKind = Capability['kind'];
