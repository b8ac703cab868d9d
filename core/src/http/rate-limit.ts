import { StrataError } from '@stratacrm/sdk';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { stateOf } from './request-state.ts';

const MINUTE = 60_000;

/** So many requests a minute for one user, one API key, or one address where nobody is signed in. */
export function limitRate(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: MINUTE,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request, response) => {
      const actor = stateOf(response).identity?.actor;
      if (actor?.apiKeyId !== undefined) return `key ${actor.apiKeyId}`;
      return actor?.userId == null ? `address ${ipKeyGenerator(request.ip ?? '')}` : `user ${actor.userId}`;
    },
    handler: (_request, response, next) => {
      next(new StrataError('rate_limited', { seconds: Number(response.get('Retry-After') ?? 60) }));
    },
  });
}
