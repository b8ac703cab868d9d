import type { WorkflowDocument } from '../../documents/workflow.ts';
import type { PluginManifest } from '../../plugin.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandRun } from '../command.ts';

interface Outcome {
  test: string;
  passed: boolean;
  problems: string[];
}

/** Workflows of a plugin that bring tests. */
function testedWorkflows({ documents }: PluginManifest): WorkflowDocument[] {
  return documents.filter((each) => each.kind === 'workflow').filter(({ tests = [] }) => tests.length > 0);
}

export function countWorkflowTests(manifest: PluginManifest): number {
  return testedWorkflows(manifest).reduce((sum, { tests = [] }) => sum + tests.length, 0);
}

/** Runs them in a workspace that has the plugin, and tells of each; whether all passed. */
export async function runWorkflowTests(run: CommandRun, client: ApiClient, manifest: PluginManifest): Promise<boolean> {
  let passed = true;
  for (const document of testedWorkflows(manifest)) {
    const { data } = await client.post<{ data: Outcome[] }>(`/api/workflows/${document.name}/tests`, { document });
    for (const outcome of data) {
      const lines = [`${outcome.passed ? '✔' : '✖'} ${document.name}: ${outcome.test}`, ...outcome.problems];
      run.terminal.out(`${lines.join('\n    ')}\n`);
      passed &&= outcome.passed;
    }
  }
  return passed;
}
