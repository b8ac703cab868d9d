import type { SystemRight } from '@stratacrm/sdk';
import type { TextKey } from '../../i18n/i18n.ts';

/** One line of the Studio's navigation. */
export interface StudioPage {
  route: string;
  text: TextKey;
  icon: string;
  right: SystemRight;
}

/** Pages that serve one purpose, under one heading. */
export interface StudioArea {
  text: TextKey;
  pages: readonly StudioPage[];
}

export const studioAreas: readonly StudioArea[] = [
  {
    text: 'studio.area.data',
    pages: [
      { route: 'studio-objects', text: 'studio.objects', icon: 'boxes', right: 'configure' },
      { route: 'studio-option-sets', text: 'studio.optionSets', icon: 'list-checks', right: 'configure' },
      { route: 'studio-dashboards', text: 'dashboards.title', icon: 'layout-dashboard', right: 'configure' },
      { route: 'studio-screens', text: 'screens.title', icon: 'puzzle', right: 'configure' },
    ],
  },
  {
    text: 'studio.area.automation',
    pages: [
      { route: 'studio-workflows', text: 'workflows.title', icon: 'workflow', right: 'configure' },
      { route: 'studio-actions', text: 'buttons.title', icon: 'mouse-pointer-click', right: 'configure' },
      { route: 'studio-runs', text: 'workflows.runs', icon: 'activity', right: 'configure' },
      { route: 'studio-failures', text: 'work.failures.title', icon: 'circle-alert', right: 'configure' },
      { route: 'studio-email-templates', text: 'outside.templates', icon: 'mail', right: 'configure' },
      { route: 'studio-connections', text: 'outside.connections', icon: 'plug', right: 'configure' },
      { route: 'studio-deliveries', text: 'outside.deliveries', icon: 'send', right: 'configure' },
    ],
  },
  {
    text: 'studio.area.people',
    pages: [
      { route: 'studio-roles', text: 'studio.roles', icon: 'shield-check', right: 'configure' },
      { route: 'studio-users', text: 'studio.users', icon: 'users-round', right: 'manage_team_users' },
      { route: 'studio-teams', text: 'studio.teams', icon: 'network', right: 'manage_team_users' },
      { route: 'studio-delegation', text: 'people.delegation.nav', icon: 'user-check', right: 'manage_users' },
      { route: 'studio-privacy', text: 'privacy.title', icon: 'lock', right: 'privacy' },
    ],
  },
  {
    text: 'studio.area.change',
    pages: [
      { route: 'studio-releases', text: 'studio.releases', icon: 'layers', right: 'configure' },
      { route: 'studio-plugins', text: 'plugins.title', icon: 'puzzle', right: 'configure' },
      { route: 'studio-due', text: 'about.due', icon: 'calendar-check', right: 'configure' },
      { route: 'studio-audit', text: 'audit.title', icon: 'history', right: 'view_audit' },
    ],
  },
  {
    text: 'studio.area.workspace',
    pages: [
      { route: 'studio-workspace', text: 'workspace.title', icon: 'sliders-horizontal', right: 'configure' },
      { route: 'studio-hours', text: 'hours.title', icon: 'clock', right: 'configure' },
      { route: 'studio-rates', text: 'workspace.rates', icon: 'coins', right: 'configure' },
      { route: 'imports', text: 'studio.imports', icon: 'upload', right: 'import' },
    ],
  },
];

export const studioPages: readonly StudioPage[] = studioAreas.flatMap(({ pages }) => pages);

/** The rights that open the Studio at all. */
export const STUDIO_RIGHTS: readonly SystemRight[] = ['configure', 'manage_team_users', 'view_audit', 'privacy'];
