import {
  SCREEN_LIMITS,
  SCREEN_NEWS,
  SERVER_METHODS,
  STUDIO_METHODS,
  StrataError,
  type JsonObject,
  type JsonValue,
  type Label,
  type ScreenMessage,
} from '@stratacrm/sdk';

const METHODS: ReadonlySet<string> = new Set([...SERVER_METHODS, ...STUDIO_METHODS]);
const NEWS: ReadonlySet<string> = new Set(SCREEN_NEWS);
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 32;

/**
 * Lets in what a screen may say: texts of JSON, not too long, not too many, in the shapes there are. Everything else is
 * refused by its name; a screen that goes on like that is stopped by whoever asks for `refused`.
 */
export class MessageGate {
  /** How many messages were refused. */
  refused = 0;
  readonly #screen: Label;
  readonly #clock: () => number;
  #left: number = SCREEN_LIMITS.messages_at_once;
  #filled: number;

  constructor(screen: Label, clock: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#clock = clock;
    this.#filled = clock();
  }

  /** Throws `screen_too_many_messages`, `screen_message_too_large`, `screen_message_refused`. */
  read(data: unknown): ScreenMessage {
    try {
      this.#count();
      return this.#message(data);
    } catch (error) {
      this.refused += 1;
      throw error;
    }
  }

  /** A bucket that fills again steadily. */
  #count(): void {
    const now = this.#clock();
    const { messages_at_once: most, messages_per_second: rate } = SCREEN_LIMITS;
    this.#left = Math.min(most, this.#left + ((now - this.#filled) / 1_000) * rate);
    this.#filled = now;
    if (this.#left < 1) throw new StrataError('screen_too_many_messages', { screen: this.#screen, allowed: rate });
    this.#left -= 1;
  }

  #message(data: unknown): ScreenMessage {
    if (typeof data !== 'string') throw this.#refusal('it is no text', '不是文本');
    const allowed = SCREEN_LIMITS.message_bytes;
    if (data.length > allowed)
      throw new StrataError('screen_message_too_large', { screen: this.#screen, used: data.length, allowed });
    const message = this.#parsed(data);
    const { ask, method, tell, given = {} } = message;
    if (!isObject(given)) throw this.#refusal('"given" is no object', '“given”不是对象');
    if (typeof tell === 'string' && NEWS.has(tell)) return { tell, given } as ScreenMessage;
    if (typeof ask !== 'number' || !Number.isSafeInteger(ask) || ask < 1)
      throw this.#refusal('it is neither a question nor news', '既不是请求也不是通知');
    if (typeof method !== 'string' || !METHODS.has(method))
      throw this.#refusal(`there is no "${printable(method)}"`, `没有“${printable(method)}”`);
    return { ask, method, given } as ScreenMessage;
  }

  #parsed(text: string): JsonObject {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch {
      throw this.#refusal('it is no JSON', '不是 JSON');
    }
    if (!isObject(value)) throw this.#refusal('it is no object', '不是对象');
    this.#refuseStrange(value, 0);
    return value;
  }

  #refuseStrange(value: JsonValue, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    if (depth >= DEEPEST) throw this.#refusal('it is nested too deep', '嵌套过深');
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value) && FORBIDDEN.has(name))
        throw this.#refusal(`"${name}" is no name`, `不能使用名称“${name}”`);
      this.#refuseStrange(inner, depth + 1);
    }
  }

  #refusal(en: string, zh: string): StrataError {
    return new StrataError('screen_message_refused', { screen: this.#screen, reason: { en, zh } });
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function printable(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.slice(0, 40) : typeof value;
}
