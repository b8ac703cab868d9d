import type { RouteRecordRaw } from 'vue-router';

/** The import wizard, and the list of what was imported. */
export const routes: RouteRecordRaw[] = [
  { path: '/import', name: 'import', component: () => import('./ImportPage.vue') },
  { path: '/import/:id', name: 'import-batch', props: true, component: () => import('./ImportPage.vue') },
  { path: '/imports', name: 'imports', component: () => import('./ImportsPage.vue') },
];
