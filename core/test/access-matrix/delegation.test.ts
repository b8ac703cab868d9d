import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/http/routes.ts';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

/**
 * A delegated administrator at every door where people are managed: whoever is not his, he neither sees, changes nor takes
 * over, and he hands out nothing that he does not hold. A new door of that kind must be tried here.
 */

type Person = ApiClient & { id: string };

const label = (text: string) => ({ en: text, zh: text });
const OUTSIDE = 'Melpomene';
const OWN_EAST = '(record.name=="East")&&(record.owner==user.id||record.name=="East")';
const OWN_OR_EAST = 'record.owner == user.id || record.name == "East"';

let api: TestApi;
let lead: Person;
let own: Person;
/** Nobody of these is his: of another team, with one foot there, the manager of one, without a team. */
let foreign: Record<string, Person>;
let teams: Record<'top' | 'east' | 'shanghai' | 'west', string>;

const ROLES: Record<string, Loose> = {
  delegate: {
    grants: { account: { read: true, update: OWN_OR_EAST, fields: { '*': 'read', name: 'edit' } } },
    rights: ['manage_team_users', 'api_keys'],
  },
  account_reader: { grants: { account: { read: true, fields: { name: 'read' } } } },
  own_writer: { grants: { account: { read: true, update: OWN_EAST, fields: { name: 'edit' } } } },
  account_writer: { grants: { account: { read: true, update: true } } },
  field_editor: { grants: { account: { read: true, fields: { website: 'edit' } } } },
  exporter: { grants: { account: { read: true, export: true, fields: { name: 'read' } } } },
  other_rows: { grants: { account: { read: true, update: 'record.name == "x"', fields: { name: 'read' } } } },
  more_rows: {
    grants: { account: { read: true, update: `${OWN_OR_EAST} || record.name == "x"`, fields: { name: 'read' } } },
  },
  other_object: { grants: { lead: { read: true, fields: { name: 'read' } } } },
  auditor: { grants: {}, rights: ['view_audit'] },
};
const BEYOND = [
  'account_writer',
  'field_editor',
  'exporter',
  'other_rows',
  'more_rows',
  'other_object',
  'auditor',
  'administrator',
];

async function team(name: string, parent: string | null, manager?: string): Promise<string> {
  return (await api.admin.ok('POST', '/api/teams', { body: { name, parent, manager: manager ?? null } })).data.id;
}

beforeAll(async () => {
  api = await testApi();
  for (const [name, body] of Object.entries(ROLES))
    await api.admin.ok('PUT', `/api/studio/layers/workspace/documents/role/${name}`, {
      body: { kind: 'role', name, label: label(name), ...body },
    });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Roles' } });
  lead = await api.person('Lead', ['delegate']);
  const top = await team('Top', null);
  const east = await team('East', top, lead.id);
  const shanghai = await team('Shanghai', east);
  const west = await team(`West ${OUTSIDE}`, top);
  teams = { top, east, shanghai, west };
  await api.admin.ok('PATCH', `/api/users/${lead.id}`, { body: { teams: [east] } });
  own = await api.person('Own', ['account_reader'], [shanghai]);
  const manager = await api.person(`Manager ${OUTSIDE}`, [], [shanghai]);
  foreign = {
    elsewhere: await api.person(`Elsewhere ${OUTSIDE}`, [], [west]),
    both: await api.person(`Both ${OUTSIDE}`, [], [shanghai, west]),
    nowhere: await api.person(`Nowhere ${OUTSIDE}`, []),
    manager,
    above: await api.person(`Above ${OUTSIDE}`, [], [top]),
  };
  await team(`North ${OUTSIDE}`, top, manager.id);
});

/** Everything of people that he must leave as it is. */
async function others(): Promise<unknown> {
  const ids = [api.admin, ...Object.values(foreign)].map((each) => ('id' in each ? each.id : null)).filter(Boolean);
  const { rows } = await api.database.query(
    `select u.id, u.name, u.email, u.active, u.locale,
       array(select role from core.user_role r where r.user_id = u.id order by 1) as roles,
       array(select team_id from core.user_team t where t.user_id = u.id order by 1) as teams,
       (select password_hash from core.credential c where c.user_id = u.id) as password,
       (select count(*) from core.session s where s.user_id = u.id) as sessions
     from core."user" u where u.id = any($1::uuid[]) order by u.id`,
    [ids],
  );
  const tree = await api.database.query(
    `select id, name, parent, manager, deleted_at from core.team where id <> all($1::uuid[]) order by id`,
    [[teams.shanghai]],
  );
  return [rows, tree.rows];
}

const CHANGES: readonly Loose[] = [
  { name: 'Taken' },
  { password: 'taken over at once' },
  { email: 'taken@example.com' },
  { active: false },
  { roles: ['account_reader'] },
  { teams: [] },
];

/** What he tries at each door against those who are not his, and what would give more than he holds. */
const ATTEMPTS: Record<string, () => Promise<Loose>[]> = {
  listUsers: () => [lead.get('/api/users')],
  createUser: () => {
    const create = (body: Loose) =>
      lead.post('/api/users', { body: { email: 'new@example.com', name: 'New', ...body } });
    return [
      create({}),
      create({ teams: [teams.west] }),
      create({ teams: [teams.shanghai, teams.west] }),
      create({ teams: [teams.top] }),
      ...BEYOND.map((role) => create({ teams: [teams.shanghai], roles: [role] })),
    ];
  },
  updateUser: () => [
    ...Object.values(foreign).flatMap(({ id }) => CHANGES.map((body) => lead.patch(`/api/users/${id}`, { body }))),
    ...[[teams.west], [teams.shanghai, teams.west], [teams.top], []].map((list) =>
      lead.patch(`/api/users/${own.id}`, { body: { teams: list } }),
    ),
    ...BEYOND.map((role) => lead.patch(`/api/users/${own.id}`, { body: { roles: [role] } })),
    ...BEYOND.map((role) => lead.patch(`/api/users/${lead.id}`, { body: { roles: ['delegate', role] } })),
    lead.patch(`/api/users/${lead.id}`, { body: { teams: [teams.top] } }),
  ],
  createTeam: () => [
    lead.post('/api/teams', { body: { name: 'Mine' } }),
    lead.post('/api/teams', { body: { name: 'Mine', parent: teams.west } }),
    lead.post('/api/teams', { body: { name: 'Mine', parent: teams.top, manager: lead.id } }),
    lead.post('/api/teams', { body: { name: 'Mine', parent: teams.east, manager: foreign['elsewhere']!.id } }),
  ],
  updateTeam: () => [
    lead.patch(`/api/teams/${teams.west}`, { body: { manager: lead.id } }),
    lead.patch(`/api/teams/${teams.west}`, { body: { parent: teams.east } }),
    lead.patch(`/api/teams/${teams.top}`, { body: { name: 'Mine' } }),
    lead.patch(`/api/teams/${teams.east}`, { body: { parent: teams.west } }),
    lead.patch(`/api/teams/${teams.east}`, { body: { parent: null } }),
    lead.patch(`/api/teams/${teams.east}`, { body: { manager: own.id } }),
    lead.patch(`/api/teams/${teams.shanghai}`, { body: { parent: teams.west } }),
    lead.patch(`/api/teams/${teams.shanghai}`, { body: { parent: null } }),
    lead.patch(`/api/teams/${teams.shanghai}`, { body: { manager: foreign['both']!.id } }),
  ],
  deleteTeam: () => [teams.west, teams.top, teams.east].map((id) => lead.delete(`/api/teams/${id}`)),
  listRoles: () => [lead.get('/api/roles')],
  listUserSessions: () => Object.values(foreign).map(({ id }) => lead.get(`/api/users/${id}/sessions`)),
  endUserSessions: () => Object.values(foreign).map(({ id }) => lead.delete(`/api/users/${id}/sessions`)),
  endUserSession: () =>
    Object.values(foreign).map(({ id }) => lead.delete(`/api/users/${id}/sessions/${crypto.randomUUID()}`)),
  listUserApiKeys: () => Object.values(foreign).map(({ id }) => lead.get(`/api/users/${id}/api-keys`)),
  deleteUserApiKey: () =>
    Object.values(foreign).map(({ id }) => lead.delete(`/api/users/${id}/api-keys/${crypto.randomUUID()}`)),
  getUserSecondFactor: () => Object.values(foreign).map(({ id }) => lead.get(`/api/users/${id}/second-factor`)),
  resetSecondFactor: () => Object.values(foreign).map(({ id }) => lead.delete(`/api/users/${id}/second-factor`)),
  getWorkProfile: () => Object.values(foreign).map(({ id }) => lead.get(`/api/users/${id}/work`)),
  changeWorkProfile: () =>
    Object.values(foreign).map(({ id }) => lead.patch(`/api/users/${id}/work`, { body: { skills: ['Japanese'] } })),
};
/** They answer him, with what is his alone. */
const LISTS = new Set(['listUsers', 'listRoles']);
const doors = routes.filter((route) => route.right === 'manage_team_users');

describe('a delegated administrator', () => {
  it('is tried at every door where people are managed', () => {
    expect(doors.map((route) => route.id).sort()).toEqual(Object.keys(ATTEMPTS).sort());
  });

  it.each(Object.keys(ATTEMPTS))('reaches nobody else and hands out nothing more by %s', async (door) => {
    const before = await others();
    for (const answer of await Promise.all(ATTEMPTS[door]!())) {
      expect(JSON.stringify(answer.body ?? '')).not.toContain(OUTSIDE);
      if (LISTS.has(door)) expect(answer.status).toBe(200);
      else
        expect(answer).toMatchObject({
          status: 403,
          body: { code: expect.stringMatching(/^(outside_own_teams|beyond_own_rights)$/) },
        });
    }
    expect(await others()).toEqual(before);
  });

  it('manages those of his teams, and sees only them and what he may hand out', async () => {
    const { data: users } = await lead.ok('GET', '/api/users');
    expect(users.map((user: Loose) => user.name).sort()).toEqual(['Lead', 'Own']);
    const { data: roles } = await lead.ok('GET', '/api/roles');
    expect(roles.map((role: Loose) => role.name).sort()).toEqual(['account_reader', 'delegate', 'own_writer']);
    const { data: made } = await lead.ok('POST', '/api/users', {
      body: {
        email: 'made@example.com',
        name: 'Made',
        teams: ['Shanghai'],
        roles: ['account_reader'],
        password: PASSWORD,
      },
    });
    await lead.ok('PATCH', `/api/users/${made.id}`, { body: { name: 'Made well', teams: [teams.east], roles: [] } });
    await lead.ok('PATCH', `/api/users/${made.id}`, { body: { password: 'another good one' } });
    expect((await lead.ok('DELETE', `/api/users/${own.id}/sessions`)).data.ended).toBe(1);
    const { data: hangzhou } = await lead.ok('POST', '/api/teams', {
      body: { name: 'Hangzhou', parent: teams.shanghai, manager: made.id },
    });
    await lead.ok('PATCH', `/api/teams/${teams.east}`, { body: { name: 'East', parent: teams.top } });
    await lead.ok('PATCH', `/api/teams/${hangzhou.id}`, { body: { parent: teams.east, manager: lead.id } });
    await lead.ok('DELETE', `/api/teams/${hangzhou.id}`);
  });

  it('hands out what a manager of the base pack leads', async () => {
    const { id } = await api.person('Branch manager', ['sales_manager', 'delegate']);
    await api.admin.ok('PATCH', `/api/teams/${teams.west}`, { body: { manager: id } });
    const { data } = await api.admin.ok('GET', '/api/delegations');
    expect(data.find((each: Loose) => each.user.id === id).roles).toContain('sales_representative');
    await api.admin.ok('PATCH', `/api/teams/${teams.west}`, { body: { manager: null } });
    await api.admin.ok('PATCH', `/api/users/${id}`, { body: { roles: [] } });
  });

  it('makes keys that are at most what he is', async () => {
    const limited = await lead.post('/api/api-keys', { body: { name: 'k', roles: ['administrator'] } });
    expect(limited.status).toBe(422);
    const { key } = await lead.ok<{ key: string }>('POST', '/api/api-keys', { body: { name: 'k', roles: [] } });
    const answer = await fetch(`${api.url}/api/users`, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(403);
  });

  it('has his keys seen and taken away by who manages him; none is made that has ended already', async () => {
    const past = await lead.post<Loose>('/api/api-keys', { body: { name: 'k', expires_at: '2020-01-01T00:00:00Z' } });
    expect(past.body.errors).toMatchObject([{ path: 'expires_at', code: 'key_in_the_past' }]);
    const made = await lead.ok<Loose>('POST', '/api/api-keys', {
      body: { name: 'Nightly', expires_at: '2999-01-01T00:00:00Z' },
    });
    const asks = () => fetch(`${api.url}/api/me`, { headers: { authorization: `Bearer ${made.key}` } });
    expect(await (await asks()).json()).toMatchObject({ data: { role_labels: { delegate: label('delegate') } } });
    const keys = `/api/users/${lead.id}/api-keys`;
    const { data } = await api.admin.ok('GET', keys);
    expect(data).toContainEqual({ ...made.data, used_at: expect.any(String) });
    expect(JSON.stringify(data)).not.toContain(made.key);
    await api.admin.ok('DELETE', `${keys}/${made.data.id}`);
    expect((await asks()).status).toBe(401);
    const { data: log } = await api.admin.ok('GET', '/api/audit', { query: { limit: 1 } });
    expect(log[0]).toMatchObject({ action: 'api_key_deleted', subject: { name: 'Nightly' }, detail: { user: 'Lead' } });
  });

  it('is told to those who manage all users, with his teams and what he may hand out', async () => {
    expect((await api.admin.ok('GET', '/api/delegations')).data).toEqual([
      {
        user: { id: lead.id, name: 'Lead', email: 'lead@example.com' },
        given_by: ['delegate'],
        teams: [teams.east, teams.shanghai].sort(),
        people: 3,
        roles: ['account_reader', 'delegate', 'own_writer'],
      },
    ]);
    expect((await lead.get('/api/delegations')).status).toBe(403);
    const { data } = await api.admin.ok('GET', '/api/roles');
    expect(data.find((role: Loose) => role.name === 'administrator').may_hand_out).toBe(true);
  });

  it('manages nobody once he manages no team', async () => {
    await api.admin.ok('PATCH', `/api/teams/${teams.east}`, { body: { manager: null } });
    expect((await lead.ok('GET', '/api/users')).data).toEqual([]);
    expect((await lead.patch(`/api/users/${own.id}`, { body: { active: false } })).status).toBe(403);
  });
});
