import { SCREEN_LIMITS } from '@stratacrm/sdk';

const KEY = 'strata.screen-heights';

/** How high each screen last was, so that a place has its size before the screen has said it. */
export function knownHeight(screen: string): number | undefined {
  const height = kept()[screen];
  return typeof height === 'number' ? clamped(height) : undefined;
}

export function rememberHeight(screen: string, height: number): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept(), [screen]: height }));
  } catch {
    // A browser that refuses storage still works; it only forgets.
  }
}

/** Whatever a screen says, it neither vanishes nor grows without end. */
export function clamped(height: unknown): number {
  const { lowest, highest } = SCREEN_LIMITS;
  return typeof height === 'number' && Number.isFinite(height)
    ? Math.min(highest, Math.max(lowest, Math.ceil(height)))
    : lowest;
}

function kept(): Record<string, unknown> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}
