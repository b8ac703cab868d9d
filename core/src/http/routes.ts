import type { Route } from './route.ts';
import { actionRoutes } from './routes/actions.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { dashboardRoutes } from './routes/dashboards.ts';
import { descriptionRoutes } from './routes/description.ts';
import { explainRoutes } from './routes/explain.ts';
import { exportRoutes } from './routes/export.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { keptValueRoutes } from './routes/kept-values.ts';
import { liveRoutes } from './routes/live.ts';
import { modelRoutes } from './routes/model.ts';
import { doorRoutes } from './routes/doors.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { outsideRoutes } from './routes/outside.ts';
import { peopleRoutes } from './routes/people.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { pluginCodeRoutes } from './routes/plugin-code.ts';
import { pluginScreenRoutes } from './routes/plugin-screens.ts';
import { pluginRoutes } from './routes/plugins.ts';
import { preferenceRoutes } from './routes/preferences.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { recordRoutes } from './routes/records.ts';
import { rollupRoutes } from './routes/rollups.ts';
import { searchRoutes } from './routes/search.ts';
import { shareRoutes } from './routes/shares.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { secondFactorRoutes } from './routes/second-factor.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { studioRoutes } from './routes/studio.ts';
import { trialRoutes } from './routes/trials.ts';
import { viewRoutes } from './routes/views.ts';
import { processRoutes } from './routes/processes.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { workRoutes } from './routes/work.ts';
import { workspaceRoutes } from './routes/workspace.ts';

/** Everything the API can do. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...singleSignOnRoutes,
  ...sessionRoutes,
  ...secondFactorRoutes,
  ...auditRoutes,
  ...privacyRoutes,
  ...modelRoutes,
  ...descriptionRoutes(() => routes),
  ...exportRoutes,
  ...recordRoutes,
  ...shareRoutes,
  ...fileRoutes,
  ...rollupRoutes,
  ...searchRoutes,
  ...liveRoutes,
  ...suggestionRoutes,
  ...viewRoutes,
  ...dashboardRoutes,
  ...processRoutes,
  ...workflowRoutes,
  ...trialRoutes,
  ...outsideRoutes,
  ...doorRoutes,
  ...notificationRoutes,
  ...workRoutes,
  ...importRoutes,
  ...peopleRoutes,
  ...explainRoutes,
  ...preferenceRoutes,
  ...studioRoutes,
  ...keptValueRoutes,
  ...pluginRoutes,
  ...pluginCodeRoutes,
  ...connectorRoutes,
  ...pluginScreenRoutes,
  ...actionRoutes,
  ...workspaceRoutes,
  ...healthRoutes,
];
