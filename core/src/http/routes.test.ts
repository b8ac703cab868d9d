import { describe, expect, it } from 'vitest';
import { routes } from './routes.ts';

describe('the table of routes', () => {
  it('has every operation id and every place once', () => {
    const ids = routes.map((route) => route.id);
    const places = routes.map((route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(places).size).toBe(places.length);
  });

  it('declares exactly the parameters of its paths', () => {
    for (const route of routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect({ id: route.id, params: new Set(Object.keys(route.params.shape)) }).toEqual({
        id: route.id,
        params: new Set(inPath),
      });
    }
  });

  it('asks a right of everything that configures, and opens to everybody only what shows nothing', () => {
    expect(routes.filter((route) => route.door === 'configuration' && route.right === undefined)).toEqual([]);
    // What a plugin answers to strangers, it was granted to answer: its endpoints ask for themselves who it is.
    const open = routes
      .filter((route) => route.for === 'public' && !/PluginEndpoint/.test(route.id))
      .map((route) => route.id);
    expect(new Set(open)).toEqual(
      new Set([
        'beginSingleSignOn',
        'decideByLink',
        'describeApi',
        'finishSingleSignOn',
        'isAlive',
        'isReady',
        'receiveWebhook',
        'showDecision',
        'showForm',
        'signIn',
        'signInMethods',
        'signOut',
        'submitForm',
      ]),
    );
  });
});
