import type { Route } from './route.ts';
import { authRoutes } from './routes/auth.ts';
import { healthRoutes } from './routes/health.ts';
import { peopleRoutes } from './routes/people.ts';
import { preferenceRoutes } from './routes/preferences.ts';

/** Everything the API can do. */
export const routes: readonly Route[] = [...authRoutes, ...peopleRoutes, ...preferenceRoutes, ...healthRoutes];
