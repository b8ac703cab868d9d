import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** How the process of plugins is started here, and which of its walls stand. */
export interface Confinement {
  command: string;
  arguments: string[];
  /** Walls this machine does not allow, in words for the log; the others hold without them. */
  missing: string[];
}

/** Its address space; without a JIT it needs 0.9 GB of it, most of them never touched. */
const ADDRESS_KIB = 4_000_000;
const UNSHARE = '/usr/bin/unshare';
const NO_NETWORK = ['--user', '--map-current-user', '--net'];

/** Looks once what this machine allows. Throws when the library has no build for it. */
export async function confinement(): Promise<Confinement> {
  const library = libraryFile();
  const node = [
    process.execPath,
    '--no-node-snapshot',
    // No compiled code and no WebAssembly: the most of what has ever been broken in V8.
    '--jitless',
    '--permission',
    '--allow-addons',
    `--allow-fs-read=${library}`,
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-',
    library,
  ];
  if (process.platform === 'win32')
    return { command: node[0]!, arguments: node.slice(1), missing: ['limits of the system', 'a network of its own'] };
  const missing: string[] = [];
  const alone = await allowsNoNetwork();
  if (!alone) missing.push('a network of its own (user namespaces are not allowed here)');
  const limited = ['-c', `ulimit -c 0; ulimit -v ${ADDRESS_KIB} 2>/dev/null; exec "$@"`, 'sh'];
  return {
    command: '/bin/sh',
    arguments: [...limited, ...(alone ? [UNSHARE, ...NO_NETWORK] : []), ...node],
    missing: process.platform === 'linux' ? missing : [...missing, 'the watch on its memory from outside'],
  };
}

function allowsNoNetwork(): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync(UNSHARE)) return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile(UNSHARE, [...NO_NETWORK, process.execPath, '--version'], { timeout: 5_000, env: {} }, (error) =>
      resolve(error === null),
    );
  });
}

/** The build of the library for this machine. Finding it does not load it. */
function libraryFile(): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve('isolated-vm/package.json'));
  const { platform, arch, versions } = process;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const libc = platform === 'linux' ? (report.header?.glibcVersionRuntime === undefined ? '.musl' : '.glibc') : '';
  const names = [`isolated-vm.abi${versions.modules}${libc}.node`, `isolated-vm.abi${versions.modules}.node`];
  const built = names.map((name) => path.join(folder, 'prebuilds', `${platform}-${arch}`, name));
  const found = [
    ...built,
    path.join(folder, 'out/isolated_vm.node'),
    path.join(folder, 'build/Release/isolated_vm.node'),
  ].find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`isolated-vm has no build for ${platform} ${arch} and Node ${process.version}`);
  return realpathSync(found);
}
