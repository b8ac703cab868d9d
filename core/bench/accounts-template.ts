import type { Database } from '../src/kernel/database.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import { createModel } from '../src/model/create-model.ts';
import { refreshSearchIndex } from '../src/records/search/refresh-search-index.ts';
import { fillAccounts } from './accounts-dataset.ts';
import { BenchApi, PASSWORD, startServer } from './bench-api.ts';
import type { BenchPostgres, Template } from './bench-postgres.ts';
import type { Settings } from './settings.ts';

const TEAM_SIZE = 5;

/** The ordinary user: sees what his team owns, and not the credit terms. */
export const REPRESENTATIVE = { email: 'person0@example.com', password: PASSWORD };

const OWN_OR_TEAM = 'record.owner == user.id || record.owner.team in user.teams';

const role = {
  kind: 'role',
  key: 'bench_representative',
  body: {
    label: { en: 'Representative', zh: '销售代表' },
    grants: {
      account: {
        create: true,
        read: OWN_OR_TEAM,
        update: OWN_OR_TEAM,
        fields: { '*': 'edit', credit_days: 'none' },
      },
      contact: { create: true, read: OWN_OR_TEAM, update: OWN_OR_TEAM },
    },
  },
};

/** So many accounts, three contacts for each, fifty people who own them, all in the search index and the change log. */
export function accountsTemplate(postgres: BenchPostgres, { accounts, teams }: Settings): Template {
  return {
    name: 'accounts',
    key: `${accounts} ${teams}`,
    async fill(url) {
      const owners = await makePeople(url, teams);
      const database = await postgres.open(url);
      try {
        await fillAccounts(database, accounts, { owners });
        await indexForSearch(database, postgres);
        await database.query('vacuum analyze');
      } finally {
        await database.close();
      }
    },
  };
}

async function makePeople(url: string, teams: number): Promise<string[]> {
  const server = await startServer(url);
  try {
    const api = await BenchApi.signIn(server.url);
    await api.publish([role]);
    const owners: string[] = [];
    for (let team = 0; team < teams; team++) {
      const { data } = await api.call('POST', '/api/teams', { name: `Team ${team}` });
      for (let person = team * TEAM_SIZE; person < (team + 1) * TEAM_SIZE; person++) {
        const input = { email: `person${person}@example.com`, name: `Person ${person}`, password: PASSWORD };
        const user = { ...input, roles: ['bench_representative'], teams: [data.id] };
        owners.push((await api.call('POST', '/api/users', user)).data.id);
      }
    }
    return owners;
  } finally {
    await server.stop();
  }
}

async function indexForSearch(database: Database, { log }: BenchPostgres): Promise<void> {
  const model = await createModel({ database, log });
  try {
    await database.query(`delete from core.search_state where object in ('account', 'contact')`);
    await refreshSearchIndex({
      db: database,
      actor: SYSTEM_ACTOR,
      access: SYSTEM_ACCESS,
      cause: { kind: 'system' },
      catalog: model.catalog(),
      locale: 'en',
      now: new Date(),
      requestId: 'bench',
    });
  } finally {
    await model.close();
  }
}
