import { createHash } from 'node:crypto';
import { INPUT_MESSAGE, escapeHtml } from '@stratacrm/sdk';
import { BASE_STYLES } from './base-styles.ts';

/** A page that runs a screen, and what the browser is told to refuse it. */
export interface ScreenPage {
  html: string;
  policy: string;
}

/**
 * Beside the policy: no connection at all, not even the one that is opened ahead of a navigation which the policy then
 * refuses. Measured with Chromium 156; browsers that do not know it may still look up the name they are not to go to.
 */
export const NO_CONNECTIONS = '()';

/**
 * Beside the policy: a process of its own for each frame. Frames without an origin otherwise share one, in which a screen that
 * computes without end keeps the others from answering, and goes on after it was taken away. Browsers heed it over HTTPS
 * and on the machine itself. Measured with Chromium 156: neighbours answer in 7 ms instead of never; 21 MB a frame.
 */
export const OWN_PROCESS = 'isolate-and-credentialless';

/**
 * Ways out that no policy of a page closes. They are taken away before the code of the plugin begins, and the frames in
 * which it could find them again are not allowed.
 */
const FIRST = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'open'])
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });`;

/**
 * Tells the Studio that a person has pressed something in here, by a port which the plugin never sees: what it needs is taken
 * from the page before the code of the plugin could change it, and the browser alone makes an event trusted.
 */
const INPUTS = `(() => {
  const { apply } = Reflect;
  const outer = parent;
  const got = (name) => Object.getOwnPropertyDescriptor(MessageEvent.prototype, name).get;
  const [data, source, ports] = [got('data'), got('source'), got('ports')];
  const { stopImmediatePropagation } = Event.prototype;
  const { postMessage } = MessagePort.prototype;
  let port;
  addEventListener('message', (event) => {
    if (apply(data, event, []) !== '${INPUT_MESSAGE}' || apply(source, event, []) !== outer) return;
    apply(stopImmediatePropagation, event, []);
    port ??= apply(ports, event, [])[0];
  }, true);
  const tell = (event) => {
    if (event.isTrusted && port !== undefined) apply(postMessage, port, ['']);
  };
  addEventListener('pointerdown', tell, true);
  addEventListener('keydown', tell, true);
})();`;

const OURS = `${FIRST}\n${INPUTS}`;

/**
 * The page is ours but for the script and the styles of the plugin: it names nothing outside, and only these two scripts
 * run in it. What is drawn may be made in place; nothing is fetched, sent, framed or submitted.
 */
export function screenPage(title: string, script: string, styles: string): ScreenPage {
  const html = `<!doctype html>
<html>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${BASE_STYLES}</style><style>${styles}</style></head>
<body><div id="screen"></div><script>${OURS}</script><script type="module">${script}</script></body>
</html>
`;
  return { html, policy: policyFor([OURS, script]) };
}

function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'media-src data: blob:',
    "connect-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    // Also where somebody opens the page by itself.
    'sandbox allow-scripts',
  ].join('; ');
}
