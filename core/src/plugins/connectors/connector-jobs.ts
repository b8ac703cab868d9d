import type { JobHandlers } from '../../kernel/jobs.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { clockJobs } from './connector-clock.ts';
import { gatherJobs } from './gather.ts';
import { pullJobs } from './pull.ts';
import { pushJobs } from './push.ts';

/** What connectors do in the background. */
export function connectorJobs(runtime: PluginRuntime): JobHandlers {
  return { ...pullJobs(runtime), ...pushJobs(runtime), ...clockJobs(runtime), ...gatherJobs(runtime) };
}
