import type { Readable } from 'node:stream';
import { PICTURE_TYPES, type FileValue } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ByteRange } from '../../kernel/files/file-store.ts';
import { openFile, type OpenedFile } from '../../records/files/open-file.ts';
import { uploadFile } from '../../records/files/upload-file.ts';
import { byteRange } from '../byte-range.ts';
import { contentDisposition } from '../content-disposition.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { fileValue } from '../wire/files.ts';
import { data, flag } from '../wire/values.ts';

const tag = 'Files';

/** Much longer than a name may be, so that what is cut off is told by the answer and not by an error. */
const LONGEST_NAME = 4_000;

export const fileRoutes: readonly Route[] = [
  route({
    id: 'uploadFile',
    method: 'POST',
    path: '/api/files',
    tag,
    summary: 'Upload a file, to be put into a field of a record within a day; the body is the file as it is',
    // What is uploaded is its uploader's until a record takes it, and nobody can ask for it but through that record.
    door: 'none',
    query: z.strictObject({
      name: z.string().min(1).max(LONGEST_NAME).meta({ description: 'What the file is called, with its ending.' }),
    }),
    file: 'streamed',
    body: z.custom<AsyncIterable<Uint8Array>>(),
    success: { status: 201, description: 'What a field takes', schema: data(fileValue) },
    async handle({ ctx, query, body, header }) {
      const upload = { name: query.name, declared: header('content-type'), content: body };
      return { body: { data: await uploadFile(ctx, ctx.workspace.files, upload) } };
    },
  }),
  route({
    id: 'downloadFile',
    method: 'GET',
    path: '/api/records/{object}/{id}/files/{field}',
    tag,
    summary: 'The content of the file in a field, whole or in part',
    door: 'file',
    params: z.strictObject({ object: z.string(), id: z.string(), field: z.string() }),
    query: z.strictObject({
      inline: flag.optional().meta({ description: 'true: to be shown and not saved; only pictures are.' }),
    }),
    headers: ['Range', 'If-None-Match'],
    cacheable: true,
    success: {
      status: 200,
      description: 'The file; 206 with the part that `Range` asks for',
      media: 'application/octet-stream',
      schema: z.string().meta({ format: 'binary' }),
    },
    async handle({ ctx, params, query, header }) {
      const place = { object: requestedObject(ctx, params.object), id: requestedId(params.id), field: params.field };
      const opened = await openFile(ctx, ctx.workspace.files, place);
      const range = byteRange(header('range'), opened.file.size);
      return {
        ...(range !== null && { status: 206 }),
        headers: fileHeaders(opened.file, range, query.inline === true),
        stream: content(opened, range),
      };
    },
  }),
];

/** Opened only when it is asked for: whoever has the file already gets none. */
async function* content(opened: OpenedFile, range: ByteRange | null): AsyncGenerator<Uint8Array> {
  const stream: Readable = await opened.read(range);
  yield* stream;
}

/**
 * Nothing in a file ever runs with the rights of this site: it is saved and not shown, but for pictures, which hold no
 * program; its type is not guessed at; and whatever might show it all the same does so in a sandbox without anything.
 */
function fileHeaders(file: FileValue, range: ByteRange | null, inline: boolean): Record<string, string> {
  const isPicture = PICTURE_TYPES.includes(file.type);
  const isActive = /html|xml|svg|javascript/.test(file.type);
  const length = range === null ? file.size : range.end - range.start + 1;
  return {
    'Content-Type': isActive ? 'application/octet-stream' : file.type,
    'Content-Length': String(length),
    'Content-Disposition': contentDisposition(inline && isPicture ? 'inline' : 'attachment', file.name),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Kept by the browser, but asked for each time: the right to it may have ended.
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    ETag: `"${file.id}"`,
    ...(range !== null && { 'Content-Range': `bytes ${range.start}-${range.end}/${file.size}` }),
  };
}
