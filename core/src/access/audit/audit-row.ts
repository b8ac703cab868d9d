import type { AuditEntry, AuditAction, JsonObject } from '@stratacrm/sdk';

/** An entry as its table holds it. */
export interface AuditRow {
  number: string;
  at: string;
  action: AuditAction;
  actor_id: string | null;
  actor_name: string;
  actor_email: string;
  api_key: string | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  subject_name: string | null;
  detail: JsonObject;
  hash: Buffer;
}

export const AUDIT_COLUMNS = `number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, action,
  actor_id, actor_name, actor_email, api_key, address, user_agent, request_id, subject_kind, subject_id, subject_name,
  detail, hash`;

export function auditEntry(row: AuditRow): AuditEntry {
  const { at, action, api_key, address, user_agent, request_id, detail } = row;
  return {
    number: Number(row.number),
    at,
    action,
    actor: { id: row.actor_id, name: row.actor_name, email: row.actor_email },
    api_key,
    address,
    user_agent,
    request_id,
    subject:
      row.subject_kind === null ? null : { kind: row.subject_kind, id: row.subject_id, name: row.subject_name ?? '' },
    detail,
    hash: row.hash.toString('hex'),
  };
}
