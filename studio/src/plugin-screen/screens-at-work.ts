import { SCREEN_LIMITS } from '@stratacrm/sdk';

const KEY = 'strata.screens-at-work';

/**
 * When each screen of this page was last well. Firefox and Safari run a screen beside the Studio: one that never ends holds up
 * the whole page, and nothing of ours runs until it is loaded anew. What stands here then tells which screens were at work.
 */
export function noteWell(screen: string, now = Date.now()): void {
  write({ ...kept(), [screen]: now });
}

export function noteEnded(screen: string): void {
  const { [screen]: _, ...others } = kept();
  write(others);
}

/** Whether the page was held up while it ran; told once. */
export function heldUpPage(screen: string): boolean {
  const found = kept()[screen] !== undefined;
  if (found) noteEnded(screen);
  return found;
}

/** A page that is left in good order, or that nobody looks at, blames none that was well a moment ago. */
export function forgetWell(now = Date.now()): void {
  write(Object.fromEntries(Object.entries(kept()).filter(([, at]) => now - Number(at) > SCREEN_LIMITS.lost_ms)));
}

function kept(): Record<string, unknown> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}

function write(all: Record<string, unknown>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without storage nobody is blamed, and a screen that never ends is met again.
  }
}
