import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { typesOf } from './types-of.ts';

const account = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '客户',
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', title: '名称' },
    industry: { type: ['string', 'null'], enum: ['retail', 'finance', null] },
    annual_revenue: {
      title: 'Amount',
      type: ['object', 'null'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
      required: ['amount', 'currency'],
      additionalProperties: false,
    },
  },
  required: ['id', 'name'],
  additionalProperties: false,
};

describe('types of a workspace', () => {
  it('are TypeScript that says what the schema says', async () => {
    const text = await typesOf({ account, air__flight: { ...account, title: '航班' } });
    expect(text).toContain('\n    currency: string\n  } | null)\n');
    const using = `
      import type { Account, AirFlight, StrataObjects } from './strata';
      const account: Account = { id: 'x', name: 'Acme', industry: 'retail', annual_revenue: { amount: '1', currency: 'EUR' } };
      const flight: AirFlight = { id: 'x', name: 'MU 5101' };
      export const all: StrataObjects = { account, air__flight: flight };
      // @ts-expect-error: no such option
      export const wrong: Account = { id: 'x', name: 'Acme', industry: 'retial' };
      // @ts-expect-error: no such field
      export const unknown: Account = { id: 'x', name: 'Acme', nmae: 'Acme' };
    `;
    expect(problemsOf({ 'strata.d.ts': text, 'using.ts': using })).toEqual([]);
  });
});

function problemsOf(files: Record<string, string>): string[] {
  const options = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: ts.ScriptTarget.ES2023 };
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  const known = (name: string): string | undefined => files[name.split('/').at(-1)!];
  host.readFile = (name) => known(name) ?? read(name);
  host.fileExists = (name) => known(name) !== undefined || exists(name);
  host.getSourceFile = (name, target) => {
    const text = host.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
