import type { CompiledField } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { formulaFor, prepareFor } from './write-bindings.ts';
import { livingFields, soundEdits, type WriteStage } from './write-batch.ts';

/** Works the formula fields out over the record as it is to be, for rules to read and for the answer. */
export const computeFormulas: WriteStage = {
  name: 'formulas',
  async run(batch) {
    const fields = formulaFields(batch.object);
    const writes = soundEdits(batch);
    if (fields.length === 0 || writes.length === 0) return;
    const expressions = fields.map((field) => formulaOf(batch.ctx.catalog, batch.object.name, field)!);
    await prepareFor(batch, expressions, writes);
    for (const write of writes) {
      for (const field of fields) write.formulas[field.name] = formulaFor(batch, write, field);
    }
  },
};

const formulaFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  livingFields(object).filter((field) => field.expression !== undefined),
);
