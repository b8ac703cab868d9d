import type pg from 'pg';
import { PreparedQuery, type DataRow, type RowShape } from './prepared-query.ts';
import { RowSocket, type RowTaker } from './row-socket.ts';

/** Reads rows as they come. */
export interface RowReader extends RowTaker {
  /** The types of the columns, before the first row; once more where the statement is sent again. */
  describe(types: readonly number[]): void;
}

/** A query whose rows go to a reader. What goes wrong there is told when the query has ended. */
export class RowRead extends PreparedQuery implements RowTaker {
  #reader: RowReader;

  constructor(config: pg.QueryConfig, reader: RowReader) {
    super(config);
    this.#reader = reader;
  }

  override submit(connection: pg.Connection): Error | null {
    if (connection.stream instanceof RowSocket) connection.stream.give(this);
    return super.submit(connection);
  }

  protected override described({ types }: RowShape): void {
    this.#reader.describe(types);
  }

  row(bytes: Buffer, start: number): void {
    if (this.hasFailed) return;
    try {
      this.#reader.row(bytes, start);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Over an encrypted connection the driver reads rows first. */
  override handleDataRow({ fields }: DataRow): void {
    this.row(Buffer.concat(fields.flatMap(fieldBytes)), 0);
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    leave(connection);
    super.handleReadyForQuery(connection);
  }

  override handleError(error: Error, connection: pg.Connection): void {
    leave(connection);
    super.handleError(error, connection);
  }
}

function leave({ stream }: pg.Connection): void {
  if (stream instanceof RowSocket) stream.give(null);
}

function fieldBytes(text: string | null): Buffer[] {
  const bytes = text === null ? null : Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes?.length ?? -1);
  return bytes === null ? [length] : [length, bytes];
}
