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
 * One kept-alive connection, one request at a time. It reads no more of an answer than where it ends, so that the same
 * two cores are left to the servers that are compared; `fetch` would take more time than either of them.
 */
export class LoadClient {
  #socket: Socket;
  #host: string;
  #headers: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: WireAnswer): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket, host: string, token: string | null) {
    this.#socket = socket;
    this.#host = host;
    this.#headers = token === null ? '' : `authorization: Bearer ${token}\r\n`;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection')));
  }

  static open(url: string, token: string | null = null): Promise<LoadClient> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        socket.off('error', reject);
        resolve(new LoadClient(socket, host, token));
      });
      socket.once('error', reject);
    });
  }

  /** Rejects what is not answered with success. */
  async send(request: WireRequest): Promise<WireAnswer> {
    const answer = await this.#exchange(request);
    if (answer.status < 300) return answer;
    throw new Error(`${request.method} ${request.path} answered ${answer.status}: ${answer.body.toString()}`);
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #exchange({ method, path, body }: WireRequest): Promise<WireAnswer> {
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${this.#headers}`;
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
