import { VIEW_KINDS, type ViewBody, type ViewColumn } from '@stratacrm/sdk';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { readMoment } from '../past/past-moment.ts';

/** What the address says of a list beyond its object. What it does not say is as the view has it. */
export interface ListAddress {
  view?: string | undefined;
  type?: ViewBody['type'] | undefined;
  filter?: string | undefined;
  sort?: string | undefined;
  /** A field or path, for a date with its stretch: `close_date:week`. */
  group?: string | undefined;
  columns?: ViewColumn[] | undefined;
  /** Field whose options make the columns of a board, or the date of a calendar; the type of a declared view. */
  by?: string | undefined;
  /** Fields by the parts of a declared view: `title:name,from:starts_on`. */
  parts?: Readonly<Record<string, string>> | undefined;
  bin?: boolean | undefined;
  /** A past moment, at which the records are shown as they were. */
  asOf?: string | undefined;
  /** Record in the preview. */
  preview?: string | undefined;
}

export function readAddress(query: LocationQuery): ListAddress {
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' ? value : undefined;
  };
  const columns = text('columns');
  return {
    view: text('view'),
    type: VIEW_KINDS.find((type) => type === query['type']),
    filter: text('filter'),
    sort: text('sort'),
    group: text('group'),
    columns: columns === undefined ? undefined : columns.split(',').map(readColumn),
    by: text('by'),
    parts: readParts(text('parts')),
    bin: query['bin'] === '1' ? true : undefined,
    asOf: readMoment(query['as_of']),
    preview: text('preview'),
  };
}

export function writeAddress(address: ListAddress): LocationQueryRaw {
  const { asOf, parts, ...rest } = address;
  const written = {
    ...rest,
    as_of: asOf,
    parts: parts && writeParts(parts),
    columns: address.columns?.map(writeColumn).join(','),
    bin: address.bin === true ? '1' : undefined,
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) as LocationQueryRaw;
}

/** `amount`, `amount:140`, `name:220:pinned`. */
function readColumn(text: string): ViewColumn {
  const [name = '', width, pinned] = text.split(':');
  return {
    name,
    ...(Number(width) > 0 ? { width: Number(width) } : {}),
    ...(pinned === 'pinned' ? { pinned: true } : {}),
  };
}

function writeColumn(column: ViewColumn): string {
  if (column.pinned === true) return `${column.name}:${column.width ?? 0}:pinned`;
  return column.width === undefined ? column.name : `${column.name}:${column.width}`;
}

function readParts(text: string | undefined): Record<string, string> | undefined {
  const pairs = text?.split(',').map((pair) => pair.split(':'));
  return pairs && Object.fromEntries(pairs.filter(([part, path]) => part && path));
}

function writeParts(parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map((pair) => pair.join(':'))
    .join(',');
}
