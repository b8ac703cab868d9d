#!/usr/bin/env node
// The command line: `npx strata …` here, or `npm run strata -- …`; with the Node it needs, as for every other command.
process.argv.splice(2, 0, 'strata');
await import('./boot.mjs');
