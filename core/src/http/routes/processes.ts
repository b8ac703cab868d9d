import { describeError, type Locale, type OpenTransitions } from '@stratacrm/sdk';
import { z } from 'zod';
import { openTransitions, type FoundTransitions } from '../../records/process/open-transitions.ts';
import { tryProcess } from '../../records/process/try-process.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { openTransitions as openTransitionsShape, triedProcess } from '../wire/processes.ts';
import { data, id, json } from '../wire/values.ts';

export const processRoutes: readonly Route[] = [
  route({
    id: 'openTransitions',
    method: 'GET',
    path: '/api/records/{object}/{id}/transitions',
    tag: 'Records',
    summary: 'Where the record can go in one of its processes',
    door: 'transitions',
    params: z.strictObject({ object: z.string(), id: z.string() }),
    query: z.strictObject({
      field: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'The field of a process; absent: that of the process which leads the record.' }),
    }),
    success: {
      status: 200,
      description: 'The stages open from here, and what each move asks for',
      schema: data(openTransitionsShape),
    },
    async handle({ ctx, params, query }) {
      const found = await openTransitions(
        ctx,
        requestedObject(ctx, params.object),
        requestedId(params.id),
        query.field,
      );
      return { body: { data: inWords(ctx.locale, found) } };
    },
  }),
  route({
    id: 'tryProcess',
    method: 'POST',
    path: '/api/processes/try',
    tag: 'Workflows',
    summary: 'Which moves of a record a process would open to whom; nothing is stored',
    door: 'trials',
    right: 'configure',
    body: z.strictObject({
      document: z.record(z.string().max(50), json).meta({ description: 'The process as it stands in a draft.' }),
      record: id,
      people: z
        .array(id)
        .max(10)
        .optional()
        .meta({ description: 'Users for whom it is tried; absent: the caller. Others only for who manages users.' }),
    }),
    success: {
      status: 200,
      description: 'For each person the stages open from here, and what is in the way',
      schema: data(z.array(triedProcess)),
    },
    async handle({ ctx, body }) {
      const tried = await tryProcess(ctx, { ...body, people: body.people ?? [] });
      return {
        body: { data: tried.map(({ user, open }) => ({ user, open: open && inWords(ctx.locale, open) })) },
      };
    },
  }),
];

function inWords(locale: Locale, found: FoundTransitions): OpenTransitions {
  const transitions = found.transitions.map((each) => ({
    ...each,
    problems: each.problems.map(({ path, code, params }) => ({
      path,
      code,
      message: describeError(locale, code, params),
    })),
  }));
  return { ...found, transitions };
}
