import type { RouteRecordRaw } from 'vue-router';

/** The Studio: one frame, its pages inside. The address says what is selected, down to the field. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/studio',
    component: () => import('./frame/StudioFrame.vue'),
    children: [
      { path: '', name: 'studio', component: () => import('./frame/StudioHome.vue') },
      { path: 'objects', name: 'studio-objects', component: () => import('./objects/ObjectsPage.vue') },
      {
        path: 'objects/:name/:tab?',
        name: 'studio-object',
        props: true,
        component: () => import('./objects/ObjectDesigner.vue'),
      },
      {
        path: 'option-sets/:name?',
        name: 'studio-option-sets',
        props: true,
        component: () => import('./option-sets/OptionSetsPage.vue'),
      },
      {
        path: 'actions/:name?',
        name: 'studio-actions',
        props: true,
        component: () => import('./buttons/ActionsPage.vue'),
      },
      {
        path: 'screens/:kind?/:name?',
        name: 'studio-screens',
        props: true,
        component: () => import('./screens/ScreensPage.vue'),
      },
      { path: 'dashboards', name: 'studio-dashboards', component: () => import('./dashboards/DashboardsPage.vue') },
      {
        path: 'dashboards/:name',
        name: 'studio-dashboard',
        props: true,
        component: () => import('./dashboards/DashboardDesigner.vue'),
      },
      { path: 'workflows', name: 'studio-workflows', component: () => import('./workflows/WorkflowsPage.vue') },
      {
        path: 'workflows/:name',
        name: 'studio-workflow',
        props: true,
        component: () => import('./workflows/WorkflowDesigner.vue'),
      },
      {
        path: 'email-templates/:name?',
        name: 'studio-email-templates',
        props: true,
        component: () => import('./outside/EmailTemplatesPage.vue'),
      },
      {
        path: 'connections/:name?',
        name: 'studio-connections',
        props: true,
        component: () => import('./outside/ConnectionsPage.vue'),
      },
      { path: 'deliveries', name: 'studio-deliveries', component: () => import('./outside/DeliveriesPage.vue') },
      { path: 'runs', name: 'studio-runs', component: () => import('./runs/RunsPage.vue') },
      { path: 'failures', name: 'studio-failures', component: () => import('./runs/FailuresPage.vue') },
      { path: 'runs/:id', name: 'studio-run', props: true, component: () => import('./runs/RunPage.vue') },
      { path: 'roles/:name?', name: 'studio-roles', props: true, component: () => import('./people/RolesPage.vue') },
      { path: 'users', name: 'studio-users', component: () => import('./people/UsersPage.vue') },
      { path: 'teams', name: 'studio-teams', component: () => import('./people/TeamsPage.vue') },
      { path: 'delegation', name: 'studio-delegation', component: () => import('./people/DelegationPage.vue') },
      { path: 'plugins', name: 'studio-plugins', component: () => import('./plugins/PluginsPage.vue') },
      {
        // Ids have dots, and an address with one in its path is that of a file.
        path: 'plugin',
        name: 'studio-plugin',
        props: ({ query: { id } }) => ({ id }),
        component: () => import('./plugins/PluginPage.vue'),
      },
      {
        path: 'plugin-package',
        name: 'studio-plugin-package',
        props: ({ query: { name, version, digest } }) => ({ name, version, digest }),
        component: () => import('./plugins/PackagePage.vue'),
      },
      {
        path: 'releases/:number?',
        name: 'studio-releases',
        props: true,
        component: () => import('./releases/ReleasesPage.vue'),
      },
      { path: 'workspace', name: 'studio-workspace', component: () => import('./workspace/WorkspacePage.vue') },
      { path: 'business-hours', name: 'studio-hours', component: () => import('./workspace/HoursPage.vue') },
      { path: 'exchange-rates', name: 'studio-rates', component: () => import('./workspace/RatesPage.vue') },
      { path: 'due', name: 'studio-due', component: () => import('./due/DuePage.vue') },
      { path: 'audit', name: 'studio-audit', component: () => import('./audit/AuditPage.vue') },
      { path: 'privacy', name: 'studio-privacy', component: () => import('./privacy/PrivacyPage.vue') },
      { path: 'preview', name: 'studio-preview', component: () => import('./preview/PreviewPage.vue') },
    ],
  },
];
