import { edits, type WriteStage } from './write-batch.ts';

/** Every field named must be one that some role lets the writer edit. */
export const authoriseFields: WriteStage = {
  name: 'authorise fields',
  run(batch) {
    const { ctx, object } = batch;
    for (const write of edits(batch)) {
      for (const name of [...Object.keys(write.given), ...write.owned.keys()]) {
        if (ctx.access.field(object.name, name) === 'edit') continue;
        const label = object.fields[name]?.label ?? name;
        write.issues.push({ path: name, code: 'forbidden_field', params: { label } });
      }
    }
  },
};
