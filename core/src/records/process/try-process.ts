import { StrataError, ledFirst, processesOf, type ProcessDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import type { Catalog } from '../../model/catalog.ts';
import { checkDocument } from '../../model/check-document.ts';
import { namedProblems } from '../../model/validate.ts';
import { actorInQuestion } from '../explain/explain.ts';
import { getRecord } from '../get-record.ts';
import { REHEARSAL } from '../sql/statement.ts';
import { transitionsIn, type FoundTransitions } from './open-transitions.ts';
import { seesWhatDecides } from './seen-conditions.ts';
import { waysOf } from './ways.ts';

/** A process as it stands on somebody's canvas, the record it is tried on, and for whom. */
export interface ProcessToTry {
  document: unknown;
  record: string;
  /** Ids of users; none: the one who asks. */
  people: readonly string[];
}

/** What a process would open to one person. */
export interface TriedProcess {
  user: { id: string; name: string; active: boolean };
  /** null: he may not see the record. */
  open: FoundTransitions | null;
}

/**
 * Which moves of a record a process would open to whom, and what would be in the way, without publishing it: the write
 * pipeline tries each and stores nothing. Throws `invalid_input`, `record_not_found`, and `forbidden_right` where somebody
 * who does not manage users asks for others.
 */
export async function tryProcess(ctx: AccessContext, wanted: ProcessToTry): Promise<TriedProcess[]> {
  const process = checked(ctx, wanted.document);
  await getRecord(ctx, process.object, wanted.record, { fields: ['id'] });
  const catalog = withProcess(ctx.catalog, process);
  const object = catalog.object(process.object);
  const mine = { ...ctx, catalog };
  const seen = seesWhatDecides(mine, object, waysOf({ ctx: mine, object }, process));
  const tried: TriedProcess[] = [];
  for (const person of wanted.people.length === 0 ? [undefined] : wanted.people) {
    const { actor, active } = await actorInQuestion(ctx, person);
    const his = { ...mine, actor, access: compileAccess(catalog, actor.roles, actor) };
    const open = await transitionsIn(his, object, process, wanted.record, seen).catch((error: unknown) => {
      if (error instanceof StrataError && NOT_SEEN.has(error.code)) return null;
      throw error;
    });
    tried.push({ user: { id: actor.userId ?? '', name: actor.name, active }, open });
  }
  return tried;
}

const NOT_SEEN = new Set<string>(['record_not_found', 'forbidden', 'unknown_object', 'unknown_field']);

/** What it names has to be there already: a workflow that only the draft knows could not be asked. */
function checked({ catalog }: AccessContext, given: unknown): ProcessDocument {
  const check = checkDocument('process', (given ?? {}) as Record<string, unknown>);
  const issues = check.ok ? namedProblems(check.document, catalog) : check.issues;
  if (issues.length > 0)
    throw StrataError.invalid(
      issues.map(({ path, code, params }) => ({ path: `document.${path}`, code, ...(params && { params }) })),
    );
  return (check as { document: ProcessDocument }).document;
}

/** The catalog as it would be with the process. Its statements have no names, so that none outlives the trial. */
function withProcess(catalog: Catalog, process: ProcessDocument): Catalog {
  const before = catalog.object(process.object);
  const others = processesOf(before).filter(({ name, field }) => name !== process.name && field !== process.field);
  const [leading, ...beside] = ledFirst([process, ...others], before.process?.name);
  const object = { ...before, process: leading!, side_processes: beside };
  return {
    ...catalog,
    release: REHEARSAL,
    derived: new Map(),
    model: { ...catalog.model, objects: { ...catalog.model.objects, [object.name]: object } },
    object: (name) => (name === object.name ? object : catalog.object(name)),
  };
}
