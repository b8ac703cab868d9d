import type { CompiledObject, RecordData } from '@stratacrm/sdk';
import { shallowRef, watch, type ComputedRef } from 'vue';
import { queryRecords } from '../api/records.ts';
import { t } from '../i18n/i18n.ts';
import { useToasts } from '../stores/toasts.ts';
import { readCells, type CellProblem, type CellWrite } from './cell-text.ts';
import { writeCells } from './write-cells.ts';

type Problems = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Records read again in one question. */
const PORTION = 200;

/** Several cells of a list written together: shown at once, what is wrong marked in its cell, one undo for the whole. */
export function useCellWriting(options: {
  object: ComputedRef<CompiledObject | undefined>;
  /** What the list asks of each record. */
  fields: () => readonly string[];
  show: (record: RecordData) => void;
}) {
  const toasts = useToasts();
  const problems = shallowRef<Problems>(new Map());
  watch(
    () => options.object.value?.name,
    () => (problems.value = new Map()),
  );

  async function write(cells: readonly CellWrite[]): Promise<void> {
    const object = options.object.value;
    if (object === undefined) return;
    problems.value = new Map();
    const records = new Map(cells.map(({ record }) => [record.id, record]));
    try {
      const read = await readCells(cells);
      const shown = new Map(records);
      for (const { record, column, value } of read.changes)
        shown.set(record.id, { ...(shown.get(record.id) ?? record), [column.path]: value });
      for (const record of shown.values()) options.show(record);
      const written = await writeCells(object, read.changes);
      const refused = [...records.values()].filter(({ id }) => !written.ids.includes(id));
      for (const record of refused) options.show(record);
      await readAgain(object, written.ids);
      tell(object, written.ids, [...read.problems, ...written.problems], written.undo);
    } catch (error) {
      for (const record of records.values()) options.show(record);
      toasts.failed(error);
    }
  }

  function tell(
    object: CompiledObject,
    ids: readonly string[],
    found: readonly CellProblem[],
    undo: () => Promise<void>,
  ): void {
    problems.value = byCell(found);
    const back = async (): Promise<void> => {
      problems.value = new Map();
      await undo();
      await readAgain(object, ids);
    };
    if (ids.length > 0) toasts.done(t('list.cellsChanged', {}, ids.length), back);
    if (found.length > 0)
      toasts.refused(
        t('list.cellsWrong', {}, found.length),
        [...new Set(found.map(({ message }) => message))].slice(0, 2).join(' '),
      );
  }

  /** Formulas and names follow what was written. */
  async function readAgain(object: CompiledObject, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += PORTION) {
      const some = ids.slice(at, at + PORTION).map((id) => JSON.stringify(id));
      const filter = `id in [${some.join(', ')}]`;
      const { data } = await queryRecords(object.name, { fields: [...options.fields()], filter, limit: PORTION });
      for (const record of data) options.show(record);
    }
  }

  /** The cell is written anew. */
  function mended(id: string, path: string): void {
    const { [path]: gone, ...rest } = problems.value.get(id) ?? {};
    if (gone !== undefined) problems.value = new Map([...problems.value, [id, rest]]);
  }

  return { problems, write, mended };
}

function byCell(found: readonly CellProblem[]): Problems {
  const cells = new Map<string, Record<string, string>>();
  for (const { id, path, message } of found) cells.set(id, { ...cells.get(id), [path]: message });
  return cells;
}
