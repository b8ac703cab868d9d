import { edits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** Every field named must be one that some role lets the writer edit. */
export const authoriseFields: WriteStage = {
  name: 'authorise fields',
  run(batch) {
    for (const write of edits(batch)) {
      for (const name of Object.keys(write.given)) authorise(batch, write, name);
      for (const name of write.owned.keys()) authorise(batch, write, name);
    }
  },
};

function authorise({ ctx, object }: WriteBatch, write: Write, name: string): void {
  if (ctx.access.field(object.name, name) === 'edit') return;
  const label = object.fields[name]?.label ?? name;
  write.issues.push({ path: name, code: 'forbidden_field', params: { label } });
}
