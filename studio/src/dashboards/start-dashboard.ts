import type { DashboardInfo } from '@stratacrm/sdk';
import { usePreferences } from '../stores/preferences.ts';

const KEY = 'start_dashboard';

/** The dashboard on this person's home page: the one he chose, else that of his role; undefined where he wants none. */
export function startDashboard(all: readonly DashboardInfo[]): DashboardInfo | undefined {
  const chosen = usePreferences().kept[KEY];
  if (chosen === '') return undefined;
  return all.find((each) => each.name === chosen) ?? all.find((each) => each.home);
}

/** Empty text: none. */
export function chooseStart(name: string): void {
  usePreferences().keep(KEY, name);
}
