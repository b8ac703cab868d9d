/** The test kit of plugins: a fake host for unit tests, and the workspace in which `strata plugin test` runs them. */
export { fakeHost, type FakeHost, type FakeHostOptions } from './fake-host.ts';
export { testWorkspace, type Loose, type TestWorkspace } from './workspace.ts';
