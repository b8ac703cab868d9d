import type { AuditAction, AuditCheck, AuditEntry } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** Which entries of the audit log to show. */
export interface AuditFilter {
  actions: readonly AuditAction[];
  actor: string | null;
  /** Days, both included. */
  from: string;
  until: string;
}

export interface AuditPage {
  data: AuditEntry[];
  page: { next: number | null };
}

export function fetchAudit(filter: AuditFilter, before: number | null): Promise<AuditPage> {
  return api.get<AuditPage>('/api/audit', {
    query: {
      action: filter.actions.join(','),
      actor: filter.actor,
      from: startOf(filter.from, 0),
      until: startOf(filter.until, 1),
      before,
      limit: 100,
    },
  });
}

export async function verifyAudit(): Promise<AuditCheck> {
  return (await api.get<{ data: AuditCheck }>('/api/audit/verify')).data;
}

/** The first moment of a day by this browser's clock, or of so many days later. */
function startOf(day: string, later: number): string | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date + later).toISOString();
}
