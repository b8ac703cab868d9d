import { relationOf, type ListData } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import { fieldAt } from '../../model/field-at.ts';
import { queryRecords } from '../../records/query-records.ts';
import { wholeFilter } from '../narrowing.ts';
import { settingText, type TileQuestion, type TileReading } from '../tile-question.ts';

const DEFAULT_ROWS = 6;
/** Of a view, so many columns fit a tile. */
const MOST_COLUMNS = 4;

/** The first records of a view, or of an object. */
export const listReading: TileReading = {
  filter: (question) =>
    wholeFilter(question.narrowing, [viewOf(question)?.filter, settingText(question.tile, 'filter')]),
  async read(question): Promise<ListData> {
    const { ctx, tile } = question;
    const object = String(tile.settings['object']);
    const filter = listReading.filter(question);
    const fields = fieldsOf(question, object);
    const sort = settingText(tile, 'sort') ?? viewOf(question)?.sort ?? '';
    const page = await queryRecords(ctx, object, {
      fields: ['id', ...fields.map((path) => namedPath(ctx, object, path))],
      ...(filter !== '' && { filter }),
      ...(sort !== '' && { sort }),
      limit: Number(tile.settings['rows'] ?? DEFAULT_ROWS),
      count: 'estimate',
    });
    const { data: records, count = records.length, estimated } = page;
    return { kind: 'list', fields, sort, records, count, ...(estimated && { estimated }) };
  },
};

function viewOf({ ctx, tile }: TileQuestion) {
  const object = String(tile.settings['object']);
  const name = settingText(tile, 'view');
  return name === undefined ? undefined : ctx.catalog.object(object).views.find((view) => view.name === name);
}

/** The columns that the reader may see: those of the tile, else the first of the view, else the name. */
function fieldsOf(question: TileQuestion, object: string): string[] {
  const { ctx, tile } = question;
  const said = tile.settings['fields'];
  const columns = viewOf(question)?.columns.map((column) => column.name) ?? [];
  const { name_field: name } = ctx.catalog.object(object);
  const wanted =
    Array.isArray(said) && said.length > 0 ? said.map(String) : [...new Set([name, ...columns])].slice(0, MOST_COLUMNS);
  const may = readablePaths(ctx.catalog.model, ctx.access);
  return wanted.filter((path) => may.path(object, path.split('.')));
}

/** A reference is shown by the name of its record. */
function namedPath({ catalog, access }: AccessContext, object: string, path: string): string {
  const field = fieldAt(catalog, object, path);
  const relation = field === null || path === 'id' ? undefined : relationOf(field);
  if (relation === undefined) return path;
  if (relation.kind === 'any') return `${path}.name`;
  const readable = access.permission(relation.to, 'read').kind !== 'no';
  return readable && catalog.has(relation.to) ? `${path}.${catalog.object(relation.to).name_field}` : path;
}
