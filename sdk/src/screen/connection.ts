import type { JsonObject, JsonValue } from '../json.ts';
import type { ScreenContext, ScreenSurroundings } from './context.ts';
import type { FramePort } from './frame.ts';
import {
  SCREEN_LIMITS,
  type ScreenMessage,
  type ScreenNews,
  type ServerMethod,
  type StudioMessage,
  type StudioMethod,
} from './messages.ts';
import { ScreenError } from './screen-error.ts';

interface Question {
  resolve(value: JsonValue): void;
  reject(error: ScreenError): void;
}

/** The port of a screen: questions with their answers, news, and what the Studio says of itself. */
export class Connection {
  context: ScreenContext;
  surroundings: ScreenSurroundings;
  readonly #port: FramePort;
  readonly #questions = new Map<number, Question>();
  readonly #listeners = { context: new Set<() => void>(), surroundings: new Set<() => void>() };
  #last = 0;

  constructor(port: FramePort, begin: { context: ScreenContext; surroundings: ScreenSurroundings }) {
    this.#port = port;
    this.context = begin.context;
    this.surroundings = begin.surroundings;
    port.onmessage = ({ data }) => this.#take(JSON.parse(String(data)) as StudioMessage);
  }

  ask(method: ServerMethod | StudioMethod, given: JsonObject): Promise<JsonValue> {
    const number = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#questions.set(number, { resolve, reject });
      try {
        this.#send({ ask: number, method, given });
      } catch (error) {
        this.#questions.delete(number);
        reject(error as Error);
      }
    });
  }

  tell(news: ScreenNews, given: JsonObject = {}): void {
    this.#send({ tell: news, given });
  }

  on(event: 'context' | 'surroundings', listener: () => void): () => void {
    this.#listeners[event].add(listener);
    return () => void this.#listeners[event].delete(listener);
  }

  /** What is too large is told here already: the Studio would only refuse it. */
  #send(message: ScreenMessage): void {
    const text = JSON.stringify(message);
    if (text.length > SCREEN_LIMITS.message_bytes) throw tooLarge(text.length);
    this.#port.postMessage(text, []);
  }

  #take(message: StudioMessage): void {
    if ('answer' in message) this.#settle(message);
    else if ('ping' in message) this.tell('pong', { ping: message.ping });
    else if ('context' in message) this.#change('context', () => (this.context = message.context));
    else if ('surroundings' in message) this.#change('surroundings', () => (this.surroundings = message.surroundings));
  }

  #settle(message: Extract<StudioMessage, { answer: number }>): void {
    const question = this.#questions.get(message.answer);
    this.#questions.delete(message.answer);
    if ('error' in message) question?.reject(new ScreenError(message.error));
    else question?.resolve(message.value);
  }

  #change(event: 'context' | 'surroundings', work: () => void): void {
    work();
    for (const listener of this.#listeners[event]) listener();
  }
}

function tooLarge(used: number): ScreenError {
  const message = `The message has ${used} characters; ${SCREEN_LIMITS.message_bytes} are allowed. Ask for less at once.`;
  return new ScreenError({ code: 'screen_message_too_large', title: 'The message is too large', message, errors: [] });
}
