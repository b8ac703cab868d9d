import type { JsonObject, JsonValue } from '../json.ts';
import type { ScreenContext, ScreenSurroundings } from './context.ts';

/**
 * What crosses between a screen and the Studio: texts of JSON through one MessagePort, which the Studio hands over once. A
 * text, so that nothing but data crosses and its size is known before it is read.
 */

/** What the Studio posts to the window of the frame, with the port. */
export const PORT_MESSAGE = 'strata-screen-port';

/** What comes before it, with a port for the page's own word that a person pressed something; the plugin never sees that. */
export const INPUT_MESSAGE = 'strata-input-port';

/** What the server answers for a screen, with the rights of the person less what the plugin was not granted. */
export const SERVER_METHODS = [
  'records.query',
  'records.get',
  'records.count',
  'records.aggregate',
  'records.create',
  'records.update',
  'records.delete',
  'records.bulk',
  'setting',
  'call',
] as const;

/** What the Studio answers itself. */
export const STUDIO_METHODS = ['confirm', 'alert', 'pick_record', 'open'] as const;

/** What a screen says without waiting for an answer. */
export const SCREEN_NEWS = ['ready', 'height', 'toast', 'value', 'done', 'cancel', 'palette', 'pong'] as const;

export type ServerMethod = (typeof SERVER_METHODS)[number];
export type StudioMethod = (typeof STUDIO_METHODS)[number];
export type ScreenNews = (typeof SCREEN_NEWS)[number];

/** From the screen: a question with its number, or news. */
export type ScreenMessage =
  { ask: number; method: ServerMethod | StudioMethod; given: JsonObject } | { tell: ScreenNews; given: JsonObject };

/** To the screen. The first is `begin`. */
export type StudioMessage =
  | { begin: { context: ScreenContext; surroundings: ScreenSurroundings } }
  | { answer: number; value: JsonValue }
  | { answer: number; error: ScreenProblem }
  | { context: ScreenContext }
  | { surroundings: ScreenSurroundings }
  | { ping: number };

/** What went wrong, as problems of the API say it. */
export interface ScreenProblem {
  code: string;
  title: string;
  message: string;
  errors: { path: string; code: string; message: string }[];
}

export const SCREEN_LIMITS = {
  /** Of one message, either way. */
  message_bytes: 262_144,
  /** Messages in a second, in the long run and at once. */
  messages_per_second: 30,
  messages_at_once: 120,
  /** Questions that wait for their answer. */
  open_questions: 32,
  /** After so long a question of the server is answered with an error. */
  answer_ms: 20_000,
  /** Until the page has loaded, and from then until the screen says that it is ready. */
  ready_ms: 15_000,
  /** How often a screen is asked whether it is still there, */
  beat_ms: 1_000,
  /** after how long without an answer the person is told, */
  silent_ms: 2_000,
  /** and after how long it is taken away. */
  lost_ms: 5_000,
  /** Refused messages after which a screen is stopped. */
  refusals: 50,
  /** Pixels. */
  lowest: 24,
  highest: 6_000,
} as const;
