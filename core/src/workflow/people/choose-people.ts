import { groupRecords } from '../../records/group-records.ts';
import { textSetting } from '../steps/settings.ts';
import type { StepRun } from '../steps/step-engine.ts';
import { systemContext } from '../system-context.ts';
import type { Candidates } from './candidates.ts';

/** Between whom is chosen, for records of which object and into which field. */
export interface Choice extends Candidates {
  object: string;
  field: string;
}

/**
 * Chooses one person for each of so many records. Whoever chooses for the same step waits for the other's commit, so that
 * each turn is given once and each sees what the other has given.
 */
export async function choosePeople(
  run: Pick<StepRun, 'ctx' | 'run' | 'step' | 'values'>,
  choice: Choice,
  count: number,
): Promise<string[]> {
  const turns = new Turns(
    choice.people.map((person) => person.id),
    await lockTurns(run, choice.place),
  );
  const loads = run.step.settings['by'] === 'least_loaded' ? await loadsOf(run, choice) : null;
  const chosen = Array.from({ length: count }, () => (loads === null ? turns.next() : turns.leastOf(loads)));
  await keepTurns(run, choice.place, turns.last, count);
  return chosen;
}

/** Whose turn it is, in a circle. */
class Turns {
  readonly #people: readonly string[];
  last: string | null;

  constructor(people: readonly string[], last: string | null) {
    this.#people = people;
    this.last = last;
  }

  next(): string {
    return (this.last = this.#inTurn()[0]!);
  }

  /** Who has least; of several the one whose turn comes first. */
  leastOf(loads: Map<string, number>): string {
    const loadOf = (person: string): number => loads.get(person) ?? 0;
    const [least] = this.#inTurn().toSorted((a, b) => loadOf(a) - loadOf(b));
    loads.set(least!, loadOf(least!) + 1);
    return (this.last = least!);
  }

  /** From the one after the last on; whoever had the last turn may have left since. */
  #inTurn(): string[] {
    const { last } = this;
    const after = last === null ? 0 : this.#people.findIndex((person) => person > last);
    const from = after === -1 ? 0 : after;
    return [...this.#people.slice(from), ...this.#people.slice(0, from)];
  }
}

type Chooser = Pick<StepRun, 'ctx' | 'run' | 'step'>;

async function lockTurns({ ctx, run, step }: Chooser, place: string): Promise<string | null> {
  const { rows } = await ctx.db.query<{ last: string | null }>(
    `insert into core.assign_turn as t (workflow_id, step, place) values ($1, $2, $3)
     on conflict (workflow_id, step, place) do update set turns = t.turns returning last`,
    [run.workflow_id, step.id, place],
    'assign_turn_lock',
  );
  return rows[0]!.last;
}

async function keepTurns(
  { ctx, run, step }: Chooser,
  place: string,
  last: string | null,
  count: number,
): Promise<void> {
  await ctx.db.query(
    `update core.assign_turn set last = $4, turns = turns + $5 where workflow_id = $1 and step = $2 and place = $3`,
    [run.workflow_id, step.id, place, last, count],
    'assign_turn_keep',
  );
}

/** Groups of one answer. */
const AT_ONCE = 200;

/** Person → how many records count as his load. All are counted, also those that whom the run acts for may not read. */
async function loadsOf(
  { ctx, step, values }: Pick<StepRun, 'ctx' | 'step' | 'values'>,
  { object, field, people }: Choice,
): Promise<Map<string, number>> {
  const counter = systemContext(ctx.db, ctx.catalog);
  const open = textSetting(step, 'open');
  const counted = open === '' ? 'true' : await values.filter(open);
  const loads = new Map<string, number>();
  if (counted === null) return loads;
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const ids = people.slice(from, from + AT_ONCE).map((person) => person.id);
    const { data } = await groupRecords(counter, object, {
      filter: `(${counted}) && ${field} in ${JSON.stringify(ids)}`,
      group_by: [field],
      aggregates: { n: 'count()' },
      limit: AT_ONCE,
    });
    for (const group of data) loads.set(String(group[field]), Number(group['n']));
  }
  return loads;
}
