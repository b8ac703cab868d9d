/** Bounds that keep one workflow from harming the rest. */
export const WORKFLOW_LIMITS = {
  /** Runs in a row, each triggered by a change of the one before. */
  depth: 8,
  /** Runs of one workflow for one record in a minute. */
  perMinute: 30,
  /** Steps done in one transaction before the others have their turn. */
  stepsAtOnce: 25,
  /** Runs carried on in one transaction as far as their steps allow. */
  runsTogether: 100,
  /** Seconds a step may take. */
  stepSeconds: 60,
  /** Days after which a delivery that nobody settled is asked about again. */
  deliveryDays: 3,
  /** Tries of a step that breaks before the run is failed. */
  tries: 3,
} as const;
