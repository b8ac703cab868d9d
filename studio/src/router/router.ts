import { createRouter, createWebHistory, type RouteLocationRaw } from 'vue-router';
import { useCatalogue } from '../stores/catalogue.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSession } from '../stores/session.ts';
import { routes } from './routes.ts';

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to): Promise<RouteLocationRaw | boolean> => {
  const session = useSession();
  await session.start();
  if (to.name === 'sign-in' && session.signedIn) return { path: '/' };
  if (to.meta.open === true && to.name !== 'second-factor') return true;
  if (!session.signedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { then: to.fullPath } };
  if (session.me?.second_factor_needed === true) return to.name === 'second-factor' ? true : { name: 'second-factor' };
  if (to.name === 'second-factor') return { path: '/' };
  await enterWorkspace();
  return true;
});

/** What every page behind the sign-in needs first. */
async function enterWorkspace(): Promise<void> {
  const catalogue = useCatalogue();
  if (catalogue.model !== null) return;
  await Promise.all([catalogue.refresh(), usePreferences().load()]);
}
