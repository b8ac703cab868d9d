import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

// Prints the program of the plugin process as one text without types. Node takes types away by WebAssembly, which that
// process does not have; and a program that comes through a pipe needs no file to be readable.
process.stdout.write(withoutTypes(path.join(import.meta.dirname, 'host/main.ts')));

function withoutTypes(file: string): string {
  const plain = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  return plain.replaceAll(/(?<=^import [^;]*? from )'(\.[^']+)'/gm, (_, specifier: string) => {
    const text = withoutTypes(path.resolve(path.dirname(file), specifier));
    return `'data:text/javascript;base64,${Buffer.from(text).toString('base64')}'`;
  });
}
