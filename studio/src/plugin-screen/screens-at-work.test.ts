import { SCREEN_LIMITS } from '@stratacrm/sdk';
import { beforeEach, expect, it } from 'vitest';
import { forgetWell, heldUpPage, noteEnded, noteWell } from './screens-at-work.ts';

beforeEach(() => sessionStorage.clear());

it('a page that was held up blames the screens that ran in it, once', () => {
  noteWell('club__desk', 1_000);
  noteWell('club__tile', 1_000);
  noteEnded('club__tile');
  // What runs when a page that hung is left.
  forgetWell(1_001 + SCREEN_LIMITS.lost_ms);
  expect([heldUpPage('club__desk'), heldUpPage('club__desk'), heldUpPage('club__tile')]).toEqual([true, false, false]);
});

it('a page that is left in good order blames nobody', () => {
  noteWell('club__desk', 1_000);
  forgetWell(1_000 + SCREEN_LIMITS.beat_ms);
  expect(heldUpPage('club__desk')).toBe(false);
});
