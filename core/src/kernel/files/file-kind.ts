import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { imageSize } from 'image-size';

const ZIP = 'application/zip';
const COMPOUND = 'application/x-cfb';
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/**
 * Endings whose content has a signature of its own: what the file is then called, and by which further signatures it may
 * show itself. Office documents are archives in which the signature is not always to be found at the usual place.
 */
const SIGNED: Readonly<Record<string, readonly [type: string, ...shownAs: string[]]>> = {
  png: ['image/png', 'image/apng'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  jfif: ['image/jpeg'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  avif: ['image/avif'],
  heic: ['image/heic', 'image/heif', 'image/heic-sequence'],
  heif: ['image/heif', 'image/heic', 'image/heif-sequence'],
  bmp: ['image/bmp'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  ico: ['image/x-icon'],
  psd: ['image/vnd.adobe.photoshop'],
  pdf: ['application/pdf'],
  docx: [`${OFFICE}.wordprocessingml.document`, ZIP],
  xlsx: [`${OFFICE}.spreadsheetml.sheet`, ZIP],
  pptx: [`${OFFICE}.presentationml.presentation`, ZIP],
  odt: [`${OPEN_DOCUMENT}.text`, ZIP],
  ods: [`${OPEN_DOCUMENT}.spreadsheet`, ZIP],
  odp: [`${OPEN_DOCUMENT}.presentation`, ZIP],
  doc: ['application/msword', COMPOUND, 'application/rtf'],
  xls: ['application/vnd.ms-excel', COMPOUND],
  ppt: ['application/vnd.ms-powerpoint', COMPOUND],
  msg: ['application/vnd.ms-outlook', COMPOUND],
  rtf: ['application/rtf'],
  zip: [ZIP],
  gz: ['application/gzip'],
  '7z': ['application/x-7z-compressed'],
  rar: ['application/x-rar-compressed'],
  tar: ['application/x-tar'],
  mp3: ['audio/mpeg'],
  m4a: ['audio/x-m4a', 'audio/mp4', 'video/mp4'],
  wav: ['audio/wav'],
  ogg: ['audio/ogg', 'audio/opus', 'video/ogg', 'application/ogg'],
  flac: ['audio/flac', 'audio/x-flac'],
  amr: ['audio/amr'],
  mp4: ['video/mp4', 'video/x-m4v'],
  mov: ['video/quicktime', 'video/mp4'],
  webm: ['video/webm'],
  mkv: ['video/matroska', 'video/x-matroska'],
};

/** Endings of plain text, which has no signature. */
const WRITTEN: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  htm: 'text/html',
  svg: 'image/svg+xml',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
};

/** What is read of a file to judge it: pictures with a large preview inside tell their size late. */
const HEAD = 512 * 1024;

export interface FileKind {
  type: string;
  /** In pixels; of pictures. */
  width: number | null;
  height: number | null;
}

/** The content is something else than the name, or the sender, says. */
export class FalseKind extends Error {
  readonly claimed: string;
  readonly found: string;

  constructor(claimed: string, found: string) {
    super(`${claimed} is ${found}`);
    this.claimed = claimed;
    this.found = found;
  }
}

/**
 * What a file is by its own content. `ending`: that of its name; `declared`: the media type the sender told. Throws
 * FalseKind when one of them tells another kind than the content.
 */
export async function fileKind(path: string, ending: string, declared: string | undefined): Promise<FileKind> {
  const head = await headOf(path);
  const signature = (await fileTypeFromFile(path))?.mime;
  // A drawing or a page may begin as any XML does.
  const told = signature === undefined || signature === 'application/xml' ? writtenKind(head, ending) : signature;
  const type = judge(told, ending);
  if (declared?.startsWith('image/') === true && !isSame(declared, type)) throw new FalseKind(declared, type);
  return { type, ...pixelsOf(head, type) };
}

function judge(found: string, ending: string): string {
  const signed = SIGNED[ending];
  if (signed !== undefined) {
    const [type, ...shownAs] = signed;
    if (found === type || shownAs.includes(found)) return type;
    const isArchive = ending === 'zip' && /(\+zip|officedocument|opendocument|java-archive|epub)/.test(found);
    if (isArchive) return found;
    throw new FalseKind(`.${ending}`, found);
  }
  const written = WRITTEN[ending];
  if (written === undefined || found === written) return found;
  // An executable or a picture is no text, whatever it is called; a web page called a text is told as what it is.
  if (!isText(found)) throw new FalseKind(`.${ending}`, found);
  return found === 'text/html' || found === 'image/svg+xml' ? found : written;
}

function isText(type: string): boolean {
  return /^text\/|^message\/|^image\/svg|\bxml$|\bjson$/.test(type);
}

function isSame(declared: string, type: string): boolean {
  const [plain = ''] = declared.toLowerCase().split(';');
  return plain.trim().replace('image/jpg', 'image/jpeg').replace('image/pjpeg', 'image/jpeg') === type;
}

const PAGE =
  /^(?:\s|<!--[^]*?-->|<\?xml[^>]*>)*<(?:!doctype html|html|head|body|script|iframe|meta|title|table|div|a\s)/i;
const DRAWING = /^(?:\s|<!--[^]*?-->|<\?xml[^>]*>|<!doctype svg[^>]*>)*<(?:\w+:)?svg[\s>]/i;

/** Content without a signature: a web page, a drawing, some other text, or bytes. */
function writtenKind(head: Buffer, ending: string): string {
  const beginning = head.subarray(0, 8_192);
  const text = beginning.toString(beginning[1] === 0 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
  if (PAGE.test(text)) return 'text/html';
  if (DRAWING.test(text)) return 'image/svg+xml';
  if (beginning.includes(0)) return 'application/octet-stream';
  return WRITTEN[ending] ?? 'text/plain';
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** null where a picture does not tell, or is none. */
function pixelsOf(head: Buffer, type: string): Pick<FileKind, 'width' | 'height'> {
  if (!type.startsWith('image/') || type === 'image/svg+xml') return { width: null, height: null };
  try {
    const { width, height } = imageSize(head);
    return { width, height };
  } catch {
    return { width: null, height: null };
  }
}
