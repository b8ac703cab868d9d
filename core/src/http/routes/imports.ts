import { z } from 'zod';
import { checkImport } from '../../quality/imports/check-import.ts';
import { configureImport } from '../../quality/imports/configure-import.ts';
import { importErrors } from '../../quality/imports/import-errors.ts';
import { importRows } from '../../quality/imports/import-rows.ts';
import { getImport, listImports } from '../../quality/imports/list-imports.ts';
import { runImport } from '../../quality/imports/run-import.ts';
import { undoImport } from '../../quality/imports/undo-import.ts';
import { LARGEST_IMPORT, uploadImport } from '../../quality/imports/upload-import.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { importAction, importBatch, importRow, importSettings } from '../wire/imports.ts';
import { data, id, wholeNumber } from '../wire/values.ts';

const tag = 'Imports';
const door = 'import';
const byId = z.strictObject({ id });
const started = {
  status: 202,
  description: 'It runs in the background; ask for its progress',
  schema: data(importBatch),
};

export const importRoutes: readonly Route[] = [
  route({
    id: 'uploadImport',
    method: 'POST',
    path: '/api/imports',
    tag,
    summary: 'Upload a CSV file; the body is the file as it is',
    door,
    right: 'import',
    query: z.strictObject({ object: z.string(), file_name: z.string().max(400).optional() }),
    file: true,
    body: z.instanceof(Buffer),
    bodyLimit: LARGEST_IMPORT,
    success: {
      status: 201,
      description: 'How the file was read and where its columns may go',
      schema: data(importBatch),
    },
    async handle({ ctx, query, body }) {
      const object = requestedObject(ctx, query.object);
      return {
        body: { data: await uploadImport(ctx, { object, file_name: query.file_name ?? 'import.csv', content: body }) },
      };
    },
  }),
  route({
    id: 'listImports',
    method: 'GET',
    path: '/api/imports',
    tag,
    summary: 'My imports, newest first; administrators see all',
    door,
    right: 'import',
    success: { status: 200, description: 'Imports', schema: data(z.array(importBatch)) },
    handle: async ({ ctx }) => ({ body: { data: await listImports(ctx) } }),
  }),
  route({
    id: 'getImport',
    method: 'GET',
    path: '/api/imports/{id}',
    tag,
    summary: 'An import and how far it is',
    door,
    right: 'import',
    params: byId,
    success: { status: 200, description: 'The import', schema: data(importBatch) },
    handle: async ({ ctx, params }) => ({ body: { data: await getImport(ctx, params.id) } }),
  }),
  route({
    id: 'configureImport',
    method: 'PATCH',
    path: '/api/imports/{id}',
    tag,
    summary: 'Change how the file is read or where its columns go',
    door,
    right: 'import',
    params: byId,
    body: importSettings,
    success: { status: 200, description: 'The import', schema: data(importBatch) },
    handle: async ({ ctx, params, body }) => ({ body: { data: await configureImport(ctx, params.id, body) } }),
  }),
  route({
    id: 'checkImport',
    method: 'POST',
    path: '/api/imports/{id}/check',
    tag,
    summary: 'Find out what each row will do; nothing is stored',
    door,
    right: 'import',
    params: byId,
    success: started,
    handle: async ({ ctx, params }) => ({ body: { data: await checkImport(ctx, params.id) } }),
  }),
  route({
    id: 'runImport',
    method: 'POST',
    path: '/api/imports/{id}/run',
    tag,
    summary: 'Store the rows that have no error',
    door,
    right: 'import',
    params: byId,
    success: started,
    handle: async ({ ctx, params }) => ({ body: { data: await runImport(ctx, params.id) } }),
  }),
  route({
    id: 'undoImport',
    method: 'POST',
    path: '/api/imports/{id}/undo',
    tag,
    summary: 'Take everything back that the import did',
    door,
    right: 'import',
    params: byId,
    success: started,
    handle: async ({ ctx, params }) => ({ body: { data: await undoImport(ctx, params.id) } }),
  }),
  route({
    id: 'importRows',
    method: 'GET',
    path: '/api/imports/{id}/rows',
    tag,
    summary: 'What single rows will do, and what is wrong in which cell',
    door,
    right: 'import',
    params: byId,
    query: z.strictObject({
      action: importAction.optional(),
      offset: wholeNumber.optional(),
      limit: wholeNumber.optional(),
    }),
    success: {
      status: 200,
      description: 'Rows of the file',
      schema: z.strictObject({ data: z.array(importRow), total: z.int() }),
    },
    async handle({ ctx, params, query: { action, offset, limit } }) {
      const query = {
        ...(action && { action }),
        ...(offset !== undefined && { offset }),
        ...(limit !== undefined && { limit }),
      };
      return { body: await importRows(ctx, params.id, query) };
    },
  }),
  route({
    id: 'importErrors',
    method: 'GET',
    path: '/api/imports/{id}/errors.csv',
    tag,
    summary: 'The rows that did not go in, with what is wrong, as a file to mend and import again',
    door,
    right: 'import',
    params: byId,
    success: { status: 200, description: 'A CSV file', media: 'text/csv', schema: z.string() },
    handle: ({ ctx, params }) => ({
      stream: importErrors(ctx, params.id),
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="errors.csv"',
      },
    }),
  }),
];
