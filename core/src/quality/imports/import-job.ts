import { StrataError, describeError, type JsonValue, type Locale } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob, type JobHandlers, type JobRun } from '../../kernel/jobs.ts';
import type { Log } from '../../kernel/log.ts';
import { isStaleCatalogError } from '../../model/stale-catalog.ts';
import { loadBatch, updateBatch, type StoredBatch } from './import-store.ts';

/** For whom a job works: the person who asked for it, with the roles he asked with. */
export interface JobActor {
  userId: string | null;
  /** Fewer than the person's own where he came with an API key. */
  roles: readonly string[];
  locale: Locale;
}

export interface ImportJobOptions {
  db: Queryable;
  /** The newest context of that person; null when there is no such active person any more. */
  contextFor(actor: JobActor, cause: { kind: 'import'; id: string }): Promise<AccessContext | null>;
  log: Log;
}

export type ImportStep = 'import_check' | 'import_run' | 'import_undo';

/** Does one step of an import, in chunks; between them it stops when `run.signal` says so. */
export type ImportWork = (ctx: AccessContext, batch: StoredBatch, run: JobRun) => Promise<void>;

type StepPayload = { batch: string; actor: { userId: string | null; roles: string[]; locale: Locale } };

/** Has the step done in the background, with the rights of whoever asks now. */
export async function enqueueStep(db: Queryable, ctx: AccessContext, step: ImportStep, batch: string): Promise<void> {
  const payload: StepPayload = {
    batch,
    actor: { userId: ctx.actor.userId, roles: [...ctx.actor.roles], locale: ctx.locale },
  };
  await enqueueJob(db, step, payload as unknown as JsonValue, { queue: `import ${batch}` });
}

/** The handlers of the three steps, for the job worker. */
export function importHandlers(
  options: ImportJobOptions,
  works: Readonly<Record<ImportStep, ImportWork>>,
): JobHandlers {
  return Object.fromEntries(
    Object.entries(works).map(([step, work]) => [
      step,
      (payload: JsonValue, run: JobRun) => doStep(options, work, payload as unknown as StepPayload, run),
    ]),
  );
}

async function doStep(options: ImportJobOptions, work: ImportWork, payload: StepPayload, run: JobRun): Promise<void> {
  try {
    await withFreshContext(options, payload, async (ctx) => {
      await work(ctx, await loadBatch(ctx.db, payload.batch, null), run);
    });
  } catch (error) {
    // Being told to stop is no failure: the next process goes on from here.
    if (run.signal.aborted) throw error;
    if (!(error instanceof StrataError)) options.log.error('An import failed', { batch: payload.batch, error });
    await updateBatch(options.db, payload.batch, {
      state: 'failed',
      error: whatWentWrong(payload.actor.locale, error),
    });
  }
}

/** Once more when a release came in between: every step can go on from where it stopped. */
async function withFreshContext(
  options: ImportJobOptions,
  { actor, batch }: StepPayload,
  work: (ctx: AccessContext) => Promise<void>,
): Promise<void> {
  for (let left = 2; ; left--) {
    const ctx = await options.contextFor(actor, { kind: 'import', id: batch });
    if (ctx === null) throw new StrataError('unauthenticated');
    try {
      return await work(ctx);
    } catch (error) {
      if (left === 0 || !isStaleCatalogError(error)) throw error;
    }
  }
}

function whatWentWrong(locale: Locale, error: unknown): string {
  if (error instanceof StrataError) return describeError(locale, error.code, error.params);
  return locale === 'zh'
    ? '服务器出错，未完成的行没有写入。请重试；若仍失败，请联系管理员。'
    : 'The server failed; rows not yet done were not stored. Try again; if it fails again, ask your administrator.';
}
