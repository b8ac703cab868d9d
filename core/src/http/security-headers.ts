import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/**
 * What the built Studio needs and nothing else. Styles may be inline because Element Plus and CodeMirror position things
 * so; scripts may not. No upgrade to HTTPS: on a laptop and behind a proxy the server itself speaks HTTP.
 */
const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      // A screen of a plugin cannot take its frame to another place.
      frameSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
});

/** What Helmet says of every answer: always the same, so it is asked once and not a dozen functions for each answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = askedOnce();

function askedOnce(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: (name: string) => delete headers[name],
  };
  protect({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}
