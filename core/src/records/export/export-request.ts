import type { ColumnStyle } from './export-columns.ts';

export type ExportFormat = 'csv' | 'json' | 'jsonl';

/** What is asked to go out as a file. */
export interface ExportRequest {
  format?: ExportFormat | undefined;
  /** Field names and dotted paths; absent: all readable fields. */
  fields?: readonly string[] | undefined;
  filter?: string | undefined;
  sort?: string | undefined;
  /** Only these records. */
  ids?: readonly string[] | undefined;
  /** Out of the recycle bin. */
  deleted?: boolean | undefined;
  /** csv: the first line; default labels. */
  headings?: ColumnStyle['headings'] | undefined;
  /** csv: the cells; default formatted. */
  values?: ColumnStyle['values'] | undefined;
}
