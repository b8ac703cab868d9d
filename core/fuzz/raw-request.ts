import { connect } from 'node:net';

/** A request down to its bytes, also those that no client would send. */
export interface RawRequest {
  readonly method: string;
  /** The request target as it stands in the first line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Sent of the body before the connection is closed on our side; absent: all of it. */
  readonly breakOffAt?: number;
  readonly version?: string;
}

export interface RawAnswer {
  /** null when the connection was closed without an answer. */
  readonly status: number | null;
  readonly media: string;
  readonly body: string;
  readonly milliseconds: number;
}

/** Sends it over a connection of its own; `null` when nothing has come to an end after so many milliseconds. */
export function sendRaw(url: string, request: RawRequest, patience: number): Promise<RawAnswer | null> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const finish = (answer: RawAnswer | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const read = (): RawAnswer => parseAnswer(Buffer.concat(chunks), performance.now() - began);
    const timer = setTimeout(() => finish(null), patience);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => finish(read()));
    socket.on('end', () => finish(read()));
    socket.on('connect', () => {
      socket.write(Buffer.concat([headOf(request), request.body.subarray(0, request.breakOffAt)]));
      if (request.breakOffAt !== undefined) socket.end();
    });
  });
}

function headOf({ method, target, headers, version = 'HTTP/1.1' }: RawRequest): Buffer {
  const lines = [`${method} ${target} ${version}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
  // Header values may be any bytes; each character below 256 is one.
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** The connection was to be closed after the answer, so the answer is all there is. */
function parseAnswer(bytes: Buffer, milliseconds: number): RawAnswer {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  // 100 Continue comes before the answer proper.
  if (status === '100') return parseAnswer(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4), milliseconds);
  const media = /^content-type: ([^;\r]+)/im.exec(head)?.[1] ?? '';
  const body = end === -1 ? '' : text.slice(end + 4);
  return {
    status: status === undefined ? null : Number(status),
    media,
    body: /^transfer-encoding: chunked/im.test(head) ? joinChunks(body) : body,
    milliseconds,
  };
}

/** Good enough to look into: chunk sizes are counted in bytes, and so are these. */
function joinChunks(body: string): string {
  let rest = Buffer.from(body);
  const parts: Buffer[] = [];
  for (;;) {
    const line = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, Math.max(line, 0)).toString(), 16);
    if (line === -1 || !(size > 0)) return Buffer.concat(parts).toString();
    parts.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 4 + size);
  }
}
