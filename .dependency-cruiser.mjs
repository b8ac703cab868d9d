// Who may import whom. Each rule says why.

const order = [
  ['kernel'],
  ['model'],
  ['expressions-sql', 'access'],
  ['records'],
  ['workflow', 'strategy', 'quality', 'analytics', 'integration', 'notify'],
  ['plugins'],
  ['http'],
];

const anyOf = (names) => `(${names.join('|')})`;

/** Every folder of core may import the folders before it, and nothing beside or after it. */
const coreOrder = order.flatMap((siblings, rank) =>
  siblings.map((folder) => ({
    name: `core-${folder}-looks-back-only`,
    comment: `core/src/${folder} may import only what stands before it in the order of the folders; siblings meet through events, or else one could not be understood, tested or removed without the other.`,
    severity: 'error',
    from: { path: `^core/src/${folder}/`, pathNot: '[.]test[.]ts$' },
    to: {
      path: `^core/src/(${anyOf(
        order
          .slice(rank)
          .flat()
          .filter((name) => name !== folder),
      )}/|compose[.]ts|main[.]ts)`,
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment:
        'Two files that import each other are one file in two places: neither can be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'The import does not lead anywhere: a typing mistake, or a package missing from package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|isolated-vm)' },
    },
    {
      name: 'sdk-imports-nothing-of-ours',
      comment: 'The SDK is the leaf that everybody, also strangers, builds on; it cannot build on anybody.',
      severity: 'error',
      from: { path: '^sdk/' },
      to: { path: '^(core|studio|plugins|examples)/' },
    },
    {
      name: 'sdk-runs-everywhere',
      comment: 'The SDK runs in Node, in the browser and in the sandbox: only its cli/ and testing/ may use Node.',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: '^sdk/src/(cli|testing)/|[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sdk-leaf-without-its-tools',
      comment: 'What a plugin is written with must not draw the command line or the test kit into its bundle.',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: '^sdk/src/(cli|testing)/|[.]test[.]ts$' },
      to: { path: '^sdk/src/(cli|testing)/' },
    },
    {
      name: 'core-imports-only-the-sdk',
      comment:
        'The platform knows no plugin and no screen; compose.ts and check-plugin.ts alone name the base pack that comes with it.',
      severity: 'error',
      from: { path: '^core/src/', pathNot: '^core/src/(compose|check-plugin)[.]ts$|[.]test[.]ts$' },
      to: { path: '^(studio|plugins|examples)/' },
    },
    {
      name: 'core-without-studio',
      comment: 'The server serves the built Studio as files; it does not import it.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(studio|examples)/' },
    },
    {
      name: 'core-sources-without-tests',
      comment: 'What runs in production does not need the test harness.',
      severity: 'error',
      from: { path: '^core/src/', pathNot: '[.]test[.]ts$' },
      to: { path: '^core/(testing|test|bench|soak|fuzz)/|[.]test[.]ts$' },
    },
    {
      name: 'plugins-import-only-the-sdk',
      comment: 'A pack of ours has no door that a stranger has not; otherwise the doors would not be good enough.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/src/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(core|studio|examples)/|^plugins/(?!$1/)' },
    },
    {
      name: 'studio-never-core',
      comment: 'Between the Studio and the server stands HTTP: what the Studio can do every API client can do.',
      severity: 'error',
      from: { path: '^studio/src/' },
      to: { path: '^(core|plugins|examples)/' },
    },
    {
      name: 'express-only-in-http',
      comment: 'A use case that knows HTTP cannot be called by a workflow, an import or a plugin.',
      severity: 'error',
      from: { path: '^core/src/', pathNot: '^core/src/http/' },
      to: { path: 'node_modules/(express|express-rate-limit|helmet|compression)/' },
    },
    {
      name: 'isolated-vm-only-in-the-sandbox',
      comment:
        'Ten lines of plain JavaScript in an isolate can hang or kill its process, so the server must never load it.',
      severity: 'error',
      from: { pathNot: '^core/src/plugins/sandbox/' },
      to: { path: 'node_modules/isolated-vm/|^isolated-vm$' },
    },
    {
      name: 'sources-without-dev-dependencies',
      comment: 'Sources must run where only dependencies are installed.',
      severity: 'error',
      from: { path: '^(sdk|core|plugins/[^/]+)/src/', pathNot: '[.]test[.]ts$|^sdk/src/(testing|cli)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    ...coreOrder,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    moduleSystems: ['es6'],
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default', 'node'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json'],
    },
    builtInModules: { add: ['node:sqlite'] },
  },
};
