/** How much is measured, and for how long. */
export interface Settings {
  /** Accounts; there are three contacts for each. */
  readonly accounts: number;
  /** Teams of five people. */
  readonly teams: number;
  readonly rounds: number;
  /** Of one side in one round. */
  readonly seconds: number;
  /** Requests of each side before the first round, so that both are compiled and their statements prepared … */
  readonly warmUp: number;
  /** … but no longer than so many seconds. */
  readonly warmUpSeconds: number;
  /** Objects and fields of the large workspace. */
  readonly objects: number;
  readonly fields: number;
  readonly roles: number;
  /** Requests of the long run that looks for leaks. */
  readonly requests: number;
  /** Seconds for which a server is left alone: it has seen so, cleared its memory and given it back. */
  readonly rest: number;
  /** Records of the table that a field is added to. */
  readonly rows: number;
}

export const FULL: Settings = {
  accounts: 100_000,
  teams: 10,
  rounds: 5,
  seconds: 1,
  warmUp: 4_000,
  warmUpSeconds: 3,
  objects: 300,
  fields: 500,
  roles: 50,
  requests: 1_000_000,
  rest: 45,
  rows: 5_000_000,
};

/** Shows that everything still runs; the figures mean nothing. */
export const SMOKE: Settings = {
  accounts: 60,
  teams: 2,
  rounds: 1,
  seconds: 0.05,
  warmUp: 20,
  warmUpSeconds: 0.2,
  objects: 3,
  fields: 20,
  roles: 3,
  requests: 400,
  rest: 0.1,
  rows: 200,
};
