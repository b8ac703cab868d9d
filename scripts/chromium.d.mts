/** How to start the browser of this machine, for playwright-core's `chromium.launch`. */
export interface BrowserLaunch {
  readonly executablePath: string;
  readonly args: string[];
  readonly headless: true;
}

/** Finds a Chromium, installing one where it can. Throws with what to do when there is none to be had. */
export function findChromium(): Promise<BrowserLaunch>;
