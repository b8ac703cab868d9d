import { expect, it } from 'vitest';
import { routes } from './routes.ts';
import { RouteTable } from './route-table.ts';
import { route, type Method } from './route.ts';

const success = { status: 200, description: '' };
const handle = () => ({});
const at = (id: string, method: Method, path: string) =>
  route({ id, method, path, tag: '', summary: '', door: 'none', success, handle });

const table = new RouteTable([
  at('list', 'GET', '/api/records/{object}'),
  at('get', 'GET', '/api/records/{object}/{id}'),
  at('query', 'POST', '/api/records/{object}/query'),
  at('history', 'GET', '/api/records/{object}/{id}/history'),
]);

function found(method: Method, path: string) {
  const place = table.find(path, method);
  return place && [place.methods.get(method)?.id ?? [...place.methods.keys()].join(), place.params];
}

it('finds a route with its parameters', () => {
  expect(found('GET', '/api/records/account')).toEqual(['list', { object: 'account' }]);
  expect(found('GET', '/api/records/account/')).toEqual(['list', { object: 'account' }]);
  expect(found('GET', '/api/records/a%20b/%E5%BC%A0')).toEqual(['get', { object: 'a b', id: '张' }]);
  expect(found('GET', '/api/records/account/query/history')).toEqual(['history', { object: 'account', id: 'query' }]);
});

it('prefers a name to a parameter, but takes the parameter where only that has the method', () => {
  expect(found('POST', '/api/records/account/query')).toEqual(['query', { object: 'account' }]);
  expect(found('GET', '/api/records/account/query')).toEqual(['get', { object: 'account', id: 'query' }]);
  expect(found('DELETE', '/api/records/account/query')).toEqual(['POST', { object: 'account' }]);
});

it('finds nothing where no route leads', () => {
  for (const path of [
    '/api',
    '/api/records',
    '/api/records//x',
    '/api/records/account/x/y',
    '/API/records/account',
    '/',
  ])
    expect(table.find(path, 'GET')).toBeUndefined();
});

it('refuses half an escape', () => {
  expect(() => table.find('/api/records/%E0%A4%A', 'GET')).toThrow(URIError);
});

it('leads to every route of the API', () => {
  const all = new RouteTable(routes);
  for (const each of routes)
    expect(all.find(each.path.replaceAll(/[{}]/g, ''), each.method)?.methods.get(each.method)).toBe(each);
});
