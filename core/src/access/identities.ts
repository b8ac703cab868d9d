import type { Database, Queryable, Transaction } from '../kernel/database.ts';
import { actorOf, PERSON_COLUMNS, userInfo, type Identity, type PersonRow } from './identity.ts';
import { hashSecret, secretKind } from './secret.ts';
import { SESSION_IDLE, SESSION_LIFE, SESSION_TOUCH } from './session.ts';

/** Tells tokens from one another, and remembers briefly whose they are. */
export interface Identities {
  /** Whose token it is; null when it is not, or no longer, good. */
  of(token: string): Promise<Identity | null>;
  /** To be called in every transaction that changes people, teams, sessions or keys: all processes forget at its end. */
  changed(tx: Transaction): Promise<void>;
  close(): Promise<void>;
}

const CHANNEL = 'strata_access';
/** Long enough to spare a query per request; what changes is forgotten at once and does not wait for it. */
const REMEMBERED = 30_000;
const MOST = 20_000;

interface Remembered {
  identity: Identity | null;
  until: number;
}

export async function openIdentities(database: Database): Promise<Identities> {
  const memory = new IdentityMemory(database);
  const stop = await database.listen(CHANNEL, () => memory.forget(), { onSubscribed: () => memory.forget() });
  return {
    of: (token) => memory.of(token),
    changed: async (tx) => {
      tx.afterCommit(() => memory.forget());
      await tx.query('select pg_notify($1, $2)', [CHANNEL, '']);
    },
    close: stop,
  };
}

class IdentityMemory {
  #db: Queryable;
  #known = new Map<string, Remembered>();
  /** A load that began before something changed must not be remembered. */
  #generation = 0;

  constructor(db: Queryable) {
    this.#db = db;
  }

  forget(): void {
    this.#generation++;
    this.#known.clear();
  }

  async of(token: string): Promise<Identity | null> {
    const kind = secretKind(token);
    if (kind === null) return null;
    const known = this.#known.get(token);
    if (known !== undefined && known.until > Date.now()) return known.identity;
    const generation = this.#generation;
    const hash = hashSecret(token);
    const identity = kind === 'session' ? await loadSession(this.#db, hash) : await loadApiKey(this.#db, hash);
    if (generation === this.#generation) this.#remember(token, identity);
    return identity;
  }

  #remember(token: string, identity: Identity | null): void {
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(token, { identity, until: Date.now() + REMEMBERED });
  }
}

type SessionRow = PersonRow & {
  session_id: string;
  stale: boolean;
  method: string;
  second_factor: boolean;
  seeing: string | null;
};

async function loadSession(db: Queryable, hash: Buffer): Promise<Identity | null> {
  const { rows } = await db.query<SessionRow>(
    `select ${PERSON_COLUMNS}, s.id as session_id, s.seen_at < now() - interval '${SESSION_TOUCH}' as stale, s.method, s.seeing,
       exists (select from core.second_factor f where f.user_id = u.id and f.confirmed_at is not null) as second_factor
     from core.session s join core."user" u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > now() and u.active and u.deleted_at is null`,
    [hash],
    'identity_of_session',
  );
  const row = rows[0];
  if (row === undefined) return null;
  if (row.stale) await prolong(db, row.session_id);
  const own: Identity = {
    actor: actorOf(row),
    user: userInfo(row),
    sessionId: row.session_id,
    byPassword: row.method === 'password',
    secondFactor: row.second_factor,
  };
  return row.seeing === null ? own : await throughEyesOf(db, row.seeing, own);
}

/** As the other person, as long as he may sign in. */
async function throughEyesOf(db: Queryable, userId: string, viewer: Identity): Promise<Identity> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.id = $1 and u.active and u.deleted_at is null`,
    [userId],
  );
  const row = rows[0];
  if (row === undefined) return viewer;
  return { actor: actorOf(row), user: userInfo(row), sessionId: viewer.sessionId, viewer };
}

async function prolong(db: Queryable, session: string): Promise<void> {
  await db.query(
    `update core.session set seen_at = now(),
       expires_at = least(now() + interval '${SESSION_IDLE}', created_at + interval '${SESSION_LIFE}')
     where id = $1`,
    [session],
  );
}

type ApiKeyRow = PersonRow & { key_id: string; key_roles: string[] | null; stale: boolean };

async function loadApiKey(db: Queryable, hash: Buffer): Promise<Identity | null> {
  const { rows } = await db.query<ApiKeyRow>(
    `select ${PERSON_COLUMNS}, k.id as key_id, k.roles as key_roles,
       k.used_at is null or k.used_at < now() - interval '${SESSION_TOUCH}' as stale
     from core.api_key k join core."user" u on u.id = k.user_id
     where k.key_hash = $1 and (k.expires_at is null or k.expires_at > now()) and u.active and u.deleted_at is null`,
    [hash],
    'identity_of_api_key',
  );
  const row = rows[0];
  if (row === undefined) return null;
  if (row.stale) await db.query('update core.api_key set used_at = now() where id = $1', [row.key_id]);
  const actor = actorOf(row, { id: row.key_id, roles: row.key_roles });
  return { actor, user: { ...userInfo(row), roles: [...actor.roles] }, sessionId: null };
}
