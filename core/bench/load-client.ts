import { connect, type Socket } from 'node:net';

/** A request as it goes over the wire. */
export interface WireRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
}

export interface WireAnswer {
  status: number;
  body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One kept-alive connection, one request at a time; where the server has closed it between two, it is opened again. It
 * reads no more of an answer than where it ends, so that the same two cores are left to the servers that are compared;
 * `fetch` would take more time than either of them.
 */
export class LoadClient {
  #socket: Socket;
  #url: URL;
  #headers: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: WireAnswer): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket, url: URL, token: string | null) {
    this.#socket = this.#listen(socket);
    this.#url = url;
    this.#headers = token === null ? '' : `authorization: Bearer ${token}\r\n`;
  }

  static async open(address: string, token: string | null = null): Promise<LoadClient> {
    const url = new URL(address);
    return new LoadClient(await connected(url), url, token);
  }

  /** Rejects what is not answered with success. */
  async send(request: WireRequest): Promise<WireAnswer> {
    // Nothing tells whoever writes to a connection that is closed: he would wait for ever.
    if (!this.#socket.writable) await this.#reopen();
    const answer = await this.#exchange(request);
    if (answer.status < 300) return answer;
    throw new Error(`${request.method} ${request.path} answered ${answer.status}: ${answer.body.toString()}`);
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  async #reopen(): Promise<void> {
    this.close();
    this.#received = Buffer.alloc(0);
    this.#socket = this.#listen(await connected(this.#url));
  }

  #listen(socket: Socket): Socket {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection')));
    return socket;
  }

  #exchange({ method, path, body }: WireRequest): Promise<WireAnswer> {
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#url.host}\r\n${this.#headers}`;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const wire =
      text === undefined
        ? `${head}\r\n`
        : `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(wire);
    });
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#fail(new Error(`An answer without its length: ${head}`));
    const end = headEnd + HEAD_END.length + Number(length);
    if (this.#received.length < end) return;
    const body = this.#received.subarray(headEnd + HEAD_END.length, end);
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

function connected({ hostname, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
