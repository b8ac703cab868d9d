import {
  PORT_MESSAGE,
  SCREEN_LIMITS,
  SERVER_METHODS,
  StrataError,
  describeError,
  type JsonObject,
  type JsonValue,
  type Label,
  type ScreenContext,
  type ScreenMessage,
  type ScreenNews,
  type ScreenProblem,
  type ScreenSurroundings,
  type ServerMethod,
  type StudioMessage,
  type StudioMethod,
} from '@stratacrm/sdk';
import { isAborted } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { MessageGate } from './message-gate.ts';

/** What stands behind a bridge. */
export interface BridgeEnds {
  label: Label;
  plugin: Label;
  /** Asks the server, which knows whose screen it is and who looks at it. */
  server(method: ServerMethod, given: JsonObject, signal: AbortSignal): Promise<JsonValue>;
  studio(method: StudioMethod, given: JsonObject): Promise<JsonValue>;
  news(news: ScreenNews, given: JsonObject): void;
  /** A message was refused; the screen goes on. */
  refused(error: StrataError): void;
  /** It has not answered for a while, or does again; nothing is done about it yet. */
  silent(isSilent: boolean): void;
  /** It has just answered. */
  well(): void;
  /** It was ended, and why. */
  stopped(error: StrataError): void;
}

const SERVED: ReadonlySet<string> = new Set(SERVER_METHODS);

/** The port of one frame: handed over once, watched, and closed with it. */
export class ScreenBridge {
  readonly #ends: BridgeEnds;
  readonly #gate: MessageGate;
  readonly #port: MessagePort;
  readonly #over = new AbortController();
  #open = 0;
  #pings = 0;
  #unanswered = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `target` is the window of a frame that has just loaded its page. */
  constructor(target: Window, begin: { context: ScreenContext; surroundings: ScreenSurroundings }, ends: BridgeEnds) {
    this.#ends = ends;
    this.#gate = new MessageGate(ends.label);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => this.#take(data);
    // A frame without an origin has none that could be named; the page is ours, and this is the one thing it is sent.
    target.postMessage(PORT_MESSAGE, '*', [port2]);
    this.#send({ begin });
    this.#expectReady();
  }

  context(context: ScreenContext): void {
    this.#send({ context });
  }

  surroundings(surroundings: ScreenSurroundings): void {
    this.#send({ surroundings });
  }

  close(): void {
    this.#over.abort();
    clearTimeout(this.#timer);
    this.#port.onmessage = null;
    this.#port.close();
  }

  #stop(error: StrataError): void {
    if (this.#over.signal.aborted) return;
    this.close();
    this.#ends.stopped(error);
  }

  #expectReady(): void {
    this.#timer = setTimeout(() => this.#lose(SCREEN_LIMITS.ready_ms), SCREEN_LIMITS.ready_ms);
  }

  /**
   * Beats are counted, not time: a machine that slept, or a Studio that was busy itself, has not waited for the screen any
   * longer than for one of them. A tab nobody looks at is given no time to answer, and is not asked.
   */
  #beat(): void {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') this.#ping();
    if (!this.#over.signal.aborted) this.#timer = setTimeout(() => this.#beat(), SCREEN_LIMITS.beat_ms);
  }

  #ping(): void {
    const quiet = this.#unanswered * SCREEN_LIMITS.beat_ms;
    if (quiet >= SCREEN_LIMITS.lost_ms) return this.#lose(SCREEN_LIMITS.lost_ms);
    if (quiet >= SCREEN_LIMITS.silent_ms) this.#ends.silent(true);
    this.#unanswered += 1;
    this.#send({ ping: ++this.#pings });
  }

  #lose(after: number): void {
    const { label: screen, plugin } = this.#ends;
    this.#stop(new StrataError('screen_not_ready', { screen, plugin, seconds: after / 1_000 }));
  }

  #take(data: unknown): void {
    if (this.#over.signal.aborted) return;
    let message: ScreenMessage;
    try {
      message = this.#gate.read(data);
    } catch (error) {
      return this.#refuse(error as StrataError);
    }
    if ('tell' in message) this.#hear(message.tell, message.given);
    else void this.#answer(message);
  }

  #refuse(error: StrataError): void {
    if (this.#gate.refused < SCREEN_LIMITS.refusals) return this.#ends.refused(error);
    const { label: screen, plugin } = this.#ends;
    const reason = {
      en: describeError('en', error.code, error.params),
      zh: describeError('zh', error.code, error.params),
    };
    this.#stop(new StrataError('screen_stopped', { screen, plugin, reason }));
  }

  #hear(news: ScreenNews, given: JsonObject): void {
    if (news === 'pong') {
      if (this.#unanswered * SCREEN_LIMITS.beat_ms >= SCREEN_LIMITS.silent_ms) this.#ends.silent(false);
      this.#unanswered = 0;
      return this.#ends.well();
    }
    if (news === 'ready') this.#beat();
    this.#ends.news(news, given);
  }

  async #answer({ ask, method, given }: Extract<ScreenMessage, { ask: number }>): Promise<void> {
    try {
      if (this.#open >= SCREEN_LIMITS.open_questions)
        throw new StrataError('screen_too_many_messages', {
          screen: this.#ends.label,
          allowed: SCREEN_LIMITS.open_questions,
        });
      this.#open += 1;
      try {
        this.#send({ answer: ask, value: await this.#answerOf(method, given) });
      } finally {
        this.#open -= 1;
      }
    } catch (error) {
      this.#send({ answer: ask, error: problemOf(error) });
    }
  }

  async #answerOf(method: ServerMethod | StudioMethod, given: JsonObject): Promise<JsonValue> {
    if (!SERVED.has(method)) return this.#ends.studio(method as StudioMethod, given);
    const late = AbortSignal.timeout(SCREEN_LIMITS.answer_ms);
    try {
      return await this.#ends.server(method as ServerMethod, given, AbortSignal.any([late, this.#over.signal]));
    } catch (error) {
      const { label: screen } = this.#ends;
      if (late.aborted) throw new StrataError('screen_timed_out', { screen, method, allowed: SCREEN_LIMITS.answer_ms });
      throw error;
    }
  }

  #send(message: StudioMessage): void {
    if (!this.#over.signal.aborted) this.#port.postMessage(JSON.stringify(message), []);
  }
}

/** As the API tells problems, whoever found it. */
function problemOf(error: unknown): ScreenProblem {
  if (error instanceof ApiProblem) {
    const errors = error.errors.map(({ path, code, message }) => ({ path, code, message }));
    return { code: error.code, title: error.title, message: error.message, errors };
  }
  if (error instanceof StrataError) {
    const message = describeError(currentLocale(), error.code, error.params);
    return { code: error.code, title: message, message, errors: [] };
  }
  if (isAborted(error)) return { code: 'screen_timed_out', title: '', message: '', errors: [] };
  return { code: 'internal', title: '', message: '', errors: [] };
}
