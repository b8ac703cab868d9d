import { ALL_HOURS, businessTime, type BusinessTime } from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { evaluateFor, prepareFor } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';

/** Every hour of every day, by name. */
const ALWAYS = 'always';

/** The working hours of that name; of a name that is not there those that hold for everybody. */
export function hoursNamed(catalog: Catalog, name: string | undefined): BusinessTime {
  const { calendars = [] } = catalog.model.workspace;
  if (name === ALWAYS) return ALL_HOURS;
  const found = calendars.find((each) => each.name === name) ?? calendars[0];
  return found === undefined ? ALL_HOURS : planned(catalog, `business hours|${found.name}`, () => businessTime(found));
}

/** The working hours of a team; where it has none of its own, those that hold for everybody. */
export function hoursOfTeam(catalog: Catalog, team: unknown): BusinessTime {
  const { calendars = [] } = catalog.model.workspace;
  const own = typeof team === 'string' ? calendars.find((each) => each.teams?.includes(team)) : undefined;
  return hoursNamed(catalog, own?.name);
}

/** Whose hours hold for each record: those of its owner's team. */
export async function hoursOfOwners(
  batch: WriteBatch,
  writes: readonly Write[],
): Promise<(write: Write) => BusinessTime> {
  const { catalog } = batch.ctx;
  const team = teamOfOwner(catalog, batch.object);
  if (team === null) return () => hoursNamed(catalog, undefined);
  await prepareFor(batch, [team], writes);
  return (write) => hoursOfTeam(catalog, evaluateFor(batch, write, team));
}

/** null where no team has hours of its own, so that nobody need ask. */
function teamOfOwner(catalog: Catalog, { name }: CatalogObject) {
  const differ = (catalog.model.workspace.calendars ?? []).some((each) => (each.teams ?? []).length > 0);
  return differ ? modelExpression(catalog, name, 'record.owner.team') : null;
}
