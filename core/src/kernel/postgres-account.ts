import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { StartupError } from './startup-error.ts';

/**
 * As whom PostgreSQL runs. It refuses to run as root, so root starts it as a user without privileges; where that user cannot
 * reach the folders (a checkout in a 0700 home) it gets a user namespace instead, in which root appears as an ordinary user.
 */
export type PostgresAccount =
  | { readonly kind: 'self' }
  | { readonly kind: 'user'; readonly name: string; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

interface Places {
  /** A program that the account must be able to run. */
  readonly program: string;
  /** The folder of the cluster, which exists. An old one is run by its owner; a new one is given to whoever can. */
  readonly cluster: string;
  readonly isNew: boolean;
}

const namespace = ['--user', '--map-user=1000', '--map-group=1000'];

/** Chooses the account, and gives it the folder of a new cluster. */
export function choosePostgresAccount(places: Places): PostgresAccount {
  const self = process.getuid?.();
  const owner = places.isNew ? null : statSync(places.cluster).uid;
  if (self === undefined) return { kind: 'self' };
  if (self !== 0) return accountOf(self, owner, places);
  const user = owner === 0 ? undefined : usersToTry(owner).find((each) => reaches(each, places));
  if (user !== undefined) return user;
  if ((owner === null || owner === 0) && namespacesWork(places.program)) return { kind: 'namespace' };
  throw new StartupError(
    `PostgreSQL does not run as root, and no other user can reach both ${places.cluster} and ${places.program}. ` +
      'Start Strata as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function accountOf(self: number, owner: number | null, places: Places): PostgresAccount {
  if (owner === null || owner === self) return { kind: 'self' };
  throw new StartupError(
    `The database in ${places.cluster} belongs to user ${owner}; this is user ${self}. Start Strata as that user, or set STRATA_DATA_DIR to another folder.`,
  );
}

export function spawnAs(
  account: PostgresAccount,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  if (account.kind === 'namespace') return spawn('unshare', [...namespace, program, ...args], options);
  return spawn(program, args, { ...options, ...identity(account) });
}

/** Gives a file or folder of ours to the account. */
export function handTo(account: PostgresAccount, file: string): void {
  if (account.kind === 'user') chownSync(file, account.uid, account.gid);
}

function identity(account: PostgresAccount): { uid?: number; gid?: number } {
  return account.kind === 'user' ? { uid: account.uid, gid: account.gid } : {};
}

type User = Extract<PostgresAccount, { kind: 'user' }>;

function usersToTry(owner: number | null): User[] {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']): User => ({ kind: 'user', name, uid: Number(uid), gid: Number(gid) }));
  if (owner !== null) return users.filter((user) => user.uid === owner);
  return ['postgres', 'nobody', 'daemon'].flatMap((name) => users.filter((user) => user.name === name));
}

function reaches(user: User, places: Places): boolean {
  if (places.isNew) handTo(user, places.cluster);
  const ok = may(user, '-x', places.program) && may(user, '-w', places.cluster);
  if (!ok && places.isNew) chownSync(places.cluster, 0, 0);
  return ok;
}

function may(user: User, test: '-x' | '-w', file: string): boolean {
  return spawnSync('test', [test, file], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0;
}

function namespacesWork(program: string): boolean {
  return spawnSync('unshare', [...namespace, program, '--version'], { cwd: '/' }).status === 0;
}
