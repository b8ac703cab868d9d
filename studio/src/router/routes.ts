import type { RouteRecordRaw } from 'vue-router';
import { routes as importRoutes } from '../import/routes.ts';
import { routes as studioRoutes } from '../studio-face/routes.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Seen without signing in, and without the shell around it. */
    open?: boolean;
  }
}

/** Every page by its address; each is fetched when it is first opened. */
export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('../session/SignInPage.vue'), meta: { open: true } },
  {
    path: '/second-factor',
    name: 'second-factor',
    component: () => import('../account/SecondFactorPage.vue'),
    meta: { open: true },
  },
  { path: '/', name: 'home', component: () => import('../home/HomePage.vue') },
  {
    path: '/dashboards/:name?',
    name: 'dashboard',
    component: () => import('../dashboards/DashboardPage.vue'),
    props: true,
  },
  { path: '/my-work/:id?', name: 'work', component: () => import('../my-work/WorkPage.vue'), props: true },
  {
    path: '/decide/:secret',
    name: 'decide',
    component: () => import('../my-work/DecidePage.vue'),
    props: true,
    meta: { open: true },
  },
  { path: '/o/:object', name: 'list', component: () => import('../list/ListPage.vue'), props: true },
  { path: '/o/:object/:id', name: 'record', component: () => import('../record/RecordRoute.vue'), props: true },
  {
    path: '/form/:token',
    name: 'public-form',
    component: () => import('../form-page/PublicFormPage.vue'),
    props: true,
    meta: { open: true },
  },
  { path: '/p/:page', name: 'page', component: () => import('../plugin-screen/ScreenPage.vue'), props: true },
  { path: '/notifications', name: 'notifications', component: () => import('../notifications/NotificationsPage.vue') },
  { path: '/search', name: 'search', component: () => import('../search/SearchPage.vue') },
  { path: '/profile', name: 'profile', component: () => import('../session/ProfilePage.vue') },
  ...importRoutes,
  ...studioRoutes,
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('../shell/NotFoundPage.vue') },
];
