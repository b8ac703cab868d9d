import { parseArgs } from 'node:util';
import path from 'node:path';
import { signIn } from './api.ts';
import { bringIn } from './bring-in.ts';

// node examples/maven-crm/run.ts --data <folder> --url http://localhost:3400 --email … --password …
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['STRATA_MAVEN_DATA'] ?? path.join(import.meta.dirname, 'made-up') },
    url: { type: 'string', default: process.env['STRATA_URL'] ?? 'http://localhost:3400' },
    email: { type: 'string', default: process.env['STRATA_EMAIL'] ?? '' },
    password: { type: 'string', default: process.env['STRATA_PASSWORD'] ?? '' },
  },
});

const api = await signIn(values);
const { sums } = await bringIn(api, values.data, (line) => process.stdout.write(`${line}\n`));
process.stdout.write(`${JSON.stringify(sums, null, 2)}\n`);
