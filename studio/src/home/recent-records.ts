import { usePreferences } from '../stores/preferences.ts';

export interface RecentRecord {
  object: string;
  id: string;
  name: string;
}

const KEPT = 12;

/** Records this person looked at last, newest first. */
export function recentRecords(): RecentRecord[] {
  const kept = usePreferences().kept['recent_records'];
  return Array.isArray(kept) ? kept.filter(isRecent) : [];
}

export function rememberVisit(object: string, id: string, name: string): void {
  const others = recentRecords().filter((each) => each.id !== id);
  usePreferences().keep(
    'recent_records',
    [{ object, id, name }, ...others.map((each) => ({ ...each }))].slice(0, KEPT),
  );
}

function isRecent(value: unknown): value is RecentRecord & { [key: string]: string } {
  return typeof value === 'object' && value !== null && 'object' in value && 'id' in value && 'name' in value;
}
