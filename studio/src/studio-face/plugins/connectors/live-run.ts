import type { ConnectorInfo, ConnectorRun } from '@stratacrm/sdk';

/** It has not ended. */
export function isLive(run: ConnectorRun | null): boolean {
  return run !== null && (run.status === 'running' || run.status === 'waiting');
}

/** Something is about to change by itself. */
export function isAtWork({ last_pull, last_push, waiting, push, gathering }: ConnectorInfo): boolean {
  return isLive(last_pull) || isLive(last_push) || gathering || (push && waiting > 0);
}
