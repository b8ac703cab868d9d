import { z } from 'zod';
import { createApiKey, deleteApiKey, deleteUserApiKey, listApiKeys, listUserApiKeys } from '../../access/api-key.ts';
import { createUser } from '../../access/create-user.ts';
import { listDelegations } from '../../access/list-delegations.ts';
import { listRoles } from '../../access/list-roles.ts';
import { listUsers } from '../../access/list-users.ts';
import { createTeam, deleteTeam, listTeams, updateTeam } from '../../access/team.ts';
import { updateUser } from '../../access/update-user.ts';
import type { PortalInput } from '../../access/portal.ts';
import { countReferences } from '../../records/count-references.ts';
import { getRecord } from '../../records/get-record.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Route } from '../route.ts';
import {
  apiKeyInfo,
  delegationInfo,
  newApiKey,
  newTeam,
  newUser,
  roleSummary,
  teamInfo,
  teamPatch,
  userInfo,
  userPatch,
} from '../wire/people.ts';
import { data, id } from '../wire/values.ts';

const tag = 'People';
const byId = z.strictObject({ id });

export const peopleRoutes: readonly Route[] = [
  route({
    id: 'listUsers',
    method: 'GET',
    path: '/api/users',
    tag,
    summary: 'All users one may manage',
    door: 'configuration',
    right: 'manage_team_users',
    success: { status: 200, description: 'The users', schema: data(z.array(userInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await listUsers(ctx) } }),
  }),
  route({
    id: 'createUser',
    method: 'POST',
    path: '/api/users',
    tag,
    summary: 'Add a user',
    door: 'configuration',
    right: 'manage_team_users',
    body: newUser,
    success: { status: 201, description: 'The new user', schema: data(userInfo) },
    async handle({ ctx, body }) {
      await requireSeen(ctx, body.portal);
      return { body: { data: await createUser(ctx, body) } };
    },
  }),
  route({
    id: 'updateUser',
    method: 'PATCH',
    path: '/api/users/{id}',
    tag,
    summary: 'Change a user, his roles and teams',
    door: 'configuration',
    right: 'manage_team_users',
    params: byId,
    body: userPatch,
    success: { status: 200, description: 'The changed user', schema: data(userInfo) },
    async handle({ ctx, params, body }) {
      await requireSeen(ctx, body.portal);
      return { body: { data: await updateUser(ctx, params.id, body) } };
    },
  }),
  route({
    id: 'listTeams',
    method: 'GET',
    path: '/api/teams',
    tag,
    summary: 'All teams',
    door: 'people',
    success: { status: 200, description: 'All teams', schema: data(z.array(teamInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await listTeams(ctx) } }),
  }),
  route({
    id: 'createTeam',
    method: 'POST',
    path: '/api/teams',
    tag,
    summary: 'Add a team',
    door: 'configuration',
    right: 'manage_team_users',
    body: newTeam,
    success: { status: 201, description: 'The new team', schema: data(teamInfo) },
    handle: async ({ ctx, body }) => ({ body: { data: await createTeam(ctx, body) } }),
  }),
  route({
    id: 'updateTeam',
    method: 'PATCH',
    path: '/api/teams/{id}',
    tag,
    summary: 'Change a team',
    door: 'configuration',
    right: 'manage_team_users',
    params: byId,
    body: teamPatch,
    success: { status: 200, description: 'The changed team', schema: data(teamInfo) },
    handle: async ({ ctx, params, body }) => ({ body: { data: await updateTeam(ctx, params.id, body) } }),
  }),
  route({
    id: 'deleteTeam',
    method: 'DELETE',
    path: '/api/teams/{id}',
    tag,
    summary: 'Take away a team that nobody and nothing belongs to',
    door: 'configuration',
    right: 'manage_team_users',
    params: byId,
    success: { status: 204, description: 'Taken away' },
    async handle({ ctx, params }) {
      await deleteTeam(ctx, params.id, (id) => countReferences(ctx, 'team', id));
      return {};
    },
  }),
  route({
    id: 'listRoles',
    method: 'GET',
    path: '/api/roles',
    tag,
    summary: 'The published roles, and which of them one may hand out',
    door: 'configuration',
    right: 'manage_team_users',
    success: { status: 200, description: 'All roles', schema: data(z.array(roleSummary)) },
    handle: ({ ctx }) => ({ body: { data: listRoles(ctx) } }),
  }),
  route({
    id: 'listDelegations',
    method: 'GET',
    path: '/api/delegations',
    tag,
    summary: 'Who manages only the users of his own teams, which teams these are, and which roles he may hand out',
    door: 'configuration',
    right: 'manage_users',
    success: { status: 200, description: 'Delegated administrators', schema: data(z.array(delegationInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await listDelegations(ctx) } }),
  }),
  route({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api/api-keys',
    tag,
    summary: 'My API keys',
    door: 'none',
    success: { status: 200, description: 'My API keys', schema: data(z.array(apiKeyInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await listApiKeys(ctx) } }),
  }),
  route({
    id: 'createApiKey',
    method: 'POST',
    path: '/api/api-keys',
    tag,
    summary: 'Make an API key; the key is told once',
    door: 'none',
    right: 'api_keys',
    body: newApiKey,
    success: { status: 201, description: 'The key', schema: z.strictObject({ key: z.string(), data: apiKeyInfo }) },
    handle: async ({ ctx, body }) => ({ body: await createApiKey(ctx, body) }),
  }),
  route({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: '/api/api-keys/{id}',
    tag,
    summary: 'Take an API key away',
    door: 'none',
    params: byId,
    success: { status: 204, description: 'The key opens nothing any more' },
    async handle({ ctx, params }) {
      await deleteApiKey(ctx, params.id);
      return {};
    },
  }),
  route({
    id: 'listUserApiKeys',
    method: 'GET',
    path: '/api/users/{id}/api-keys',
    tag,
    summary: 'The API keys of a user',
    door: 'configuration',
    right: 'manage_team_users',
    params: byId,
    success: { status: 200, description: 'His keys', schema: data(z.array(apiKeyInfo)) },
    handle: async ({ ctx, params }) => ({ body: { data: await listUserApiKeys(ctx, params.id) } }),
  }),
  route({
    id: 'deleteUserApiKey',
    method: 'DELETE',
    path: '/api/users/{id}/api-keys/{key}',
    tag,
    summary: 'Take an API key of a user away',
    door: 'configuration',
    right: 'manage_team_users',
    params: z.strictObject({ id, key: id }),
    success: { status: 204, description: 'The key opens nothing any more' },
    async handle({ ctx, params }) {
      await deleteUserApiKey(ctx, params.id, params.key);
      return {};
    },
  }),
];

/** Nobody ties a user to a record that he does not see himself. */
async function requireSeen(ctx: RequestContext, portal: PortalInput | null | undefined): Promise<void> {
  if (portal) await getRecord(ctx, portal.object, portal.record, { fields: ['id'] });
}
