import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** What a plugin's author imports, and the file in which each change of it is reviewed. */
const ENTRIES = ['src/index.ts', 'src/testing/index.ts', 'src/cli/packing.ts', 'src/screen/index.ts'] as const;
const folder = path.resolve(import.meta.dirname, '..');
const reviewed = path.join(folder, 'public-api.txt');

/** Of the SDK's own entry only what plugins are written with; the rest serves the server and the Studio. */
const FOR_AUTHORS =
  /\/src\/(define|plugin|documents|screen|testing|cli)\/|\/src\/(plugin|label|json|wire\/records)\.ts$/;

/**
 * Authors build on every name and shape written there. Changed on purpose, it is written anew by
 * `STRATA_WRITE_API=1 pnpm vitest run --project sdk sdk/src/public-api.test.ts`, and its difference is read in review.
 */
it('what authors build on changes only where somebody has seen it', () => {
  const now = publicApi();
  if (process.env['STRATA_WRITE_API'] === '1') writeFileSync(reviewed, now);
  expect(now).toBe(readFileSync(reviewed, 'utf8'));
}, 120_000);

/** Every exported name with its type, one after the other. */
function publicApi(): string {
  const files = ENTRIES.map((entry) => path.join(folder, entry));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  return ENTRIES.map((entry, at) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(files[at]!)!)!;
    const lines = checker.getExportsOfModule(module).map((symbol) => describe(checker, symbol));
    return `# ${entry}\n\n${lines.toSorted().join('')}`;
  }).join('\n');
}

function describe(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
  const [declaration] = aliased.declarations ?? [];
  if (declaration === undefined || !FOR_AUTHORS.test(declaration.getSourceFile().fileName)) return '';
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
    return `type ${symbol.name}: ${withoutComments(declaration)}\n`;
  const type = checker.getTypeOfSymbolAtLocation(aliased, declaration);
  const signatures = type.getCallSignatures().map((each) => checker.signatureToString(each, undefined, flags));
  if (signatures.length > 0) return signatures.map((each) => `function ${symbol.name}${each}\n`).join('');
  return `value ${symbol.name}: ${ts.isClassDeclaration(declaration) ? 'class' : checker.typeToString(type, undefined, flags)}\n`;
}

function withoutComments(declaration: ts.Declaration): string {
  const printer = ts.createPrinter({ removeComments: true });
  const text = printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
  return text.replaceAll(/\s+/g, ' ').replace(/^export /, '');
}
