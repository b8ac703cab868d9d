import type { CallLimits, ErrorCode } from '@stratacrm/sdk';

/** What a hostile plugin does, and by which errors of the catalogue that may end. */
export interface Attack {
  name: string;
  /** Body of `async (input, host) => { … }`. */
  code: string;
  ends: readonly ErrorCode[];
  /** Where one has to wait for it to do harm. */
  limits?: Partial<CallLimits>;
  /** Runs when the bundle is loaded. */
  atLoad?: string;
}

const CPU = ['plugin_cpu_exceeded'] as const;
/** What no interrupt reaches ends with its process. */
const CPU_OR_END = ['plugin_cpu_exceeded', 'plugin_crashed'] as const;
const MEMORY = ['plugin_out_of_memory', 'plugin_crashed', 'plugin_failed', 'plugin_cpu_exceeded'] as const;
const BROKE = ['plugin_failed'] as const;
const LONG = { cpu_ms: 4_000, wall_ms: 15_000 };

/** Each runs as a plugin of its own in the processes the others run in. */
export const ATTACKS: readonly Attack[] = [
  { name: 'an endless loop', code: 'for (;;);', ends: CPU },
  {
    name: 'an endless loop that catches everything',
    code: 'for (;;) { try { for (;;); } catch {} finally { continue; } }',
    ends: CPU,
  },
  { name: 'an endless chain of promises', code: 'for (;;) await null;', ends: CPU },
  { name: 'promises that make promises', code: 'const go = () => Promise.resolve().then(go); return go();', ends: CPU },
  { name: 'a loop after the host has answered', code: 'await host.kv.get("a"); for (;;);', ends: CPU },
  { name: 'a loop behind the answer', code: 'host.kv.get("a").then(() => { for (;;); }); return 1;', ends: [] },
  { name: 'a promise nobody keeps', code: 'return new Promise(() => {});', ends: ['plugin_never_answers'] },
  {
    name: 'waiting for longer than allowed',
    code: 'await host.kv.get("slow");',
    ends: ['plugin_timed_out'],
    limits: { wall_ms: 200 },
  },
  { name: 'recursion without end', code: 'const f = () => f() + 1; return f();', ends: BROKE },
  {
    name: 'recursion that catches itself',
    code: 'const f = () => { try { f(); } catch { f(); } }; f();',
    ends: [...CPU, 'plugin_failed'],
  },
  { name: 'a regular expression without end', code: 'return /^(a+)+$/.test("a".repeat(40) + "b");', ends: CPU },
  {
    name: 'a built-in function that never looks up',
    code: 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);',
    ends: CPU_OR_END,
  },
  {
    name: 'sorting what has no end',
    code: 'Array.prototype.sort.call({ length: 2 ** 53 - 1 });',
    ends: [...CPU_OR_END, 'plugin_failed', 'plugin_out_of_memory'],
  },
  {
    name: 'numbers without end',
    code: 'let n = 3n; for (let i = 0; i < 40; i++) n *= n; return String(n);',
    ends: [...CPU_OR_END, 'plugin_failed', 'plugin_out_of_memory'],
    limits: { wall_ms: 5_000 },
  },
  {
    name: 'text made normal without end',
    code: 'return "\\u0344".repeat(5e7).normalize("NFD").length;',
    ends: [...CPU_OR_END, ...MEMORY],
    limits: { wall_ms: 5_000 },
  },
  {
    name: 'memory by arrays',
    code: 'const all = []; for (;;) all.push(new Array(1e5).fill({}));',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by one array',
    code: 'const all = []; for (;;) all.push(new Array(3e7).fill(1));',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by a map',
    code: 'const all = new Map(); for (let i = 0; ; i++) all.set(i, { i });',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by strings',
    code: 'const all = []; for (let i = 0; ; i++) all.push(String(i).repeat(1e5).split("").join("-"));',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by one string',
    code: 'let all = "x"; for (;;) { all += all; all.charCodeAt(all.length - 1); }',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by buffers',
    code: 'const all = []; for (;;) all.push(new ArrayBuffer(1e7));',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by typed arrays',
    code: 'const all = []; for (;;) all.push(new Float64Array(1e6).fill(1));',
    ends: MEMORY,
    limits: LONG,
  },
  {
    name: 'memory by a growing buffer',
    code: 'const b = new ArrayBuffer(8, { maxByteLength: 2 ** 40 }); for (let n = 8; ; n *= 2) b.resize(n);',
    ends: MEMORY,
    limits: LONG,
  },
  { name: 'memory by WebAssembly', code: 'return new WebAssembly.Memory({ initial: 60000 });', ends: BROKE },
  {
    name: 'memory by formats of the system',
    code: 'const all = []; for (;;) all.push(new Intl.DateTimeFormat("zh"));',
    ends: BROKE,
  },
  { name: 'shared memory', code: 'return new SharedArrayBuffer(8).byteLength;', ends: BROKE },
  {
    name: 'memory nobody waits for',
    code: 'const all = []; (async () => { for (;;) { await null; all.push(new Array(1e5).fill({})); } })(); return 1;',
    ends: [...MEMORY],
    limits: LONG,
  },
  { name: 'a value that is too large', code: 'return "x".repeat(5e6);', ends: ['plugin_value_too_large'] },
  {
    name: 'a value that is enormous',
    code: 'return Array.from({ length: 60 }, () => "x".repeat(5e6));',
    ends: ['plugin_value_too_large', ...MEMORY],
    limits: LONG,
  },
  { name: 'a value that holds itself', code: 'const a = {}; a.a = a; return a;', ends: ['plugin_bad_value'] },
  {
    name: 'a value without bottom',
    code: 'let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return a;',
    ends: ['plugin_bad_value'],
    limits: LONG,
  },
  {
    name: 'a value deeper than anything',
    code: 'let a = 1; for (let i = 0; i < 100; i++) a = [a]; return a;',
    ends: ['plugin_bad_value'],
  },
  { name: 'a value whose property never comes', code: 'return { get a() { for (;;); } };', ends: CPU },
  { name: 'a value that is a trap', code: 'return new Proxy({}, { ownKeys() { for (;;); } });', ends: CPU },
  {
    name: 'a value that throws at every touch',
    code: 'return new Proxy({}, { get() { throw new Error("ha"); } });',
    ends: ['plugin_bad_value', 'plugin_failed'],
  },
  { name: 'a function as a value', code: 'return () => 1;', ends: ['plugin_bad_value'] },
  { name: 'a promise that pretends', code: 'return { then() { for (;;); } };', ends: CPU },
  { name: 'an error that never tells', code: 'throw { get message() { for (;;); } };', ends: CPU },
  {
    name: 'an error whose place never comes',
    code: 'Error.prepareStackTrace = () => { for (;;); }; throw new Error("ha");',
    ends: [...CPU, ...BROKE],
  },
  {
    name: 'an error that is a trap',
    code: 'throw new Proxy(new Error("ha"), { get() { for (;;); }, getPrototypeOf() { for (;;); } });',
    ends: CPU,
  },
  {
    name: 'an error nobody catches',
    code: 'Promise.reject(new Error("behind")); await host.kv.get("a");',
    ends: BROKE,
  },
  {
    name: 'an error nobody catches that never tells',
    code: 'Promise.reject({ get message() { for (;;); }, get stack() { for (;;); }, toString() { for (;;); } }); await host.kv.get("a");',
    ends: [...CPU_OR_END, ...BROKE],
  },
  {
    name: 'arguments of the host that never come',
    code: 'await host.kv.set("a", { get a() { for (;;); } });',
    ends: CPU,
  },
  {
    name: 'arguments of the host that hold themselves',
    code: 'const a = {}; a.a = a; await host.kv.set("a", a);',
    ends: BROKE,
  },
  {
    name: 'arguments of the host that are too large',
    code: 'await host.kv.set("a", "x".repeat(5e6));',
    ends: ['plugin_value_too_large'],
  },
  { name: 'arguments of the host that are no JSON', code: 'await host.kv.set("a", 10n);', ends: BROKE },
  { name: 'a name of the host that is not one', code: 'return host.process.env;', ends: BROKE },
  {
    name: 'a million calls of the host',
    code: 'for (let i = 0; i < 1e6; i++) host.kv.get("a");',
    ends: ['plugin_too_many_calls', ...CPU],
  },
  {
    name: 'more calls of the host than allowed',
    code: 'for (let i = 0; i < 30; i++) await host.kv.get("a");',
    ends: ['plugin_too_many_calls'],
  },
  {
    name: 'pollution through the answer',
    code: 'return JSON.parse(\'{"__proto__":{"polluted":1}}\');',
    ends: ['plugin_bad_value'],
  },
  {
    name: 'pollution through an argument',
    code: 'await host.kv.set("a", JSON.parse(\'{"constructor":{"prototype":{"polluted":1}}}\'));',
    ends: ['plugin_bad_argument'],
  },
  {
    name: 'code from text by the constructor',
    code: 'return this.constructor.constructor("return process")();',
    ends: BROKE,
  },
  {
    name: 'code from text by functions of every kind',
    code: 'return (async () => {}).constructor("return globalThis")();',
    ends: BROKE,
  },
  { name: 'code from text by generators', code: 'return (function* () {}).constructor("return 1")();', ends: BROKE },
  { name: 'code from text by eval', code: 'return eval("1 + 1");', ends: BROKE },
  {
    name: 'the constructor of what the host gives',
    code: 'return host.records.query.constructor.constructor("return process")().env;',
    ends: BROKE,
  },
  {
    name: 'the constructor of a promise of the host',
    code: 'const p = host.kv.get("a"); return p.constructor.constructor("return process")();',
    ends: BROKE,
  },
  // `…caller.caller` is whoever called the handler; a function of ours there is found by a loop or an answer.
  {
    name: 'the callers of a function',
    code: 'const f = function () { return f.caller.caller.arguments; }; return f();',
    ends: BROKE,
  },
  { name: 'the caller of a handler', code: 'return String(arguments.callee.caller.arguments);', ends: BROKE },
  {
    name: 'who reads a value',
    code: 'return { toJSON: function f() { return String(f.caller.arguments); } };',
    ends: ['plugin_bad_value'],
  },
  {
    name: 'who reads the property of a value',
    // An async handler reads it itself.
    code: 'return Object.defineProperty({}, "then", { get: function f() { if (/^function field/.test(f.caller)) for (;;); } });',
    ends: [],
  },
  {
    name: 'who reads an error',
    code: 'throw Object.defineProperty({}, "message", { get: function f() { if (f.caller !== null) for (;;); } });',
    ends: BROKE,
  },
  {
    name: 'who reads what the host is asked',
    code: 'host.kv.set("a", { toJSON: function f() { if (f.caller !== null) for (;;); return 1; } }); return 1;',
    ends: [],
  },
  {
    name: 'who reads a line of the log',
    code: 'host.log.info({ toJSON: function f() { if (f.caller !== null) for (;;); return 1; } }); return 1;',
    ends: [],
  },
  {
    name: 'who makes a name a text',
    code: 'host.secret({ toString: function f() { if (f.caller !== null) for (;;); return "a"; } }); return 1;',
    ends: [],
  },
  {
    name: 'the error of the host as a way out',
    code: 'try { await host.kv.get("throw"); } catch (e) { return e.constructor.constructor("return process")(); }',
    ends: BROKE,
  },
  {
    name: 'frames of the stack as a way out',
    code: 'Error.prepareStackTrace = (_, frames) => frames; const [f] = new Error().stack; return f.getThis().process.env;',
    ends: BROKE,
  },
  { name: 'a module of Node', code: 'return require("node:fs").readFileSync("/etc/passwd");', ends: BROKE },
  {
    name: 'a module by import',
    code: 'return (await import("node:fs")).readFileSync("/etc/passwd", "utf8");',
    ends: BROKE,
  },
  { name: 'the process', code: 'return process.env;', ends: BROKE },
  { name: 'a debugger', code: 'return console.constructor.constructor("return process")();', ends: BROKE },
  {
    name: 'tampering with promises',
    code: 'Promise.prototype.then = function () { return 1; }; Promise.resolve = () => 1; return host.kv.get("a").missing.at;',
    ends: BROKE,
  },
  {
    name: 'an error of the stack that is not the isolate’s own',
    code: 'const f = () => f(); try { f(); } catch (e) { return e.constructor.constructor("return process")(); }',
    ends: BROKE,
  },
  {
    name: 'the constructor by Reflect over a promise that was made elsewhere',
    code: 'const p = host.records.query("account"); const F = Reflect.getPrototypeOf(async () => {}).constructor; return Reflect.construct(F, ["return globalThis"], p.constructor)();',
    ends: BROKE,
  },
  {
    name: 'a species that is handed what the host makes',
    code: 'class Spy extends Promise { static get [Symbol.species]() { return Function; } } return Spy.resolve(host.kv.get("a")).then(1);',
    ends: BROKE,
  },
  {
    name: 'a realm of its own',
    code: 'return new ShadowRealm().evaluate("1 + 1");',
    ends: BROKE,
  },
  {
    name: 'waiting for memory that is shared',
    code: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
    ends: BROKE,
  },
  {
    name: 'a finalizer that goes on when the call is over',
    code: 'const r = new FinalizationRegistry(() => { for (;;); }); for (let i = 0; i < 1e4; i++) r.register({ i }); return 1;',
    ends: BROKE,
  },
  {
    name: 'an array longer than it is',
    code: 'const a = [1]; a.length = 2 ** 32 - 1; return a;',
    ends: ['plugin_bad_value', 'plugin_value_too_large', ...MEMORY],
    limits: LONG,
  },
  {
    name: 'a value that writes itself anew',
    code: 'return { toJSON() { return { toJSON: this.toJSON, next: { toJSON: () => { for (;;); } } }; } };',
    ends: CPU,
  },
  {
    name: 'text that was tampered with before it is sent',
    code: 'JSON.stringify = () => \'{"__proto__":{"polluted":1}}\'; String.prototype.charCodeAt = () => 0; Array.prototype.push = () => { throw 1; }; await host.kv.set("a", 1); return 1;',
    // What carries it to the host was kept before the plugin began.
    ends: [],
  },
  {
    name: 'setters on what everything is made of',
    code: 'Object.defineProperty(Object.prototype, "call", { set() { for (;;); }, get() { for (;;); } }); Object.defineProperty(Object.prototype, "request", { set() { for (;;); } }); await host.kv.get("a"); for (;;);',
    ends: CPU,
  },
  { name: 'a loop while it is loaded', code: '', atLoad: 'for (;;);', ends: ['plugin_does_not_load'] },
  {
    name: 'memory while it is loaded',
    code: '',
    atLoad: 'const all = []; for (;;) all.push(new Array(1e6).fill({}));',
    ends: ['plugin_does_not_load', 'plugin_out_of_memory', 'plugin_crashed'],
  },
  {
    name: 'no handlers at all',
    code: '',
    atLoad: 'plugin = { get handlers() { for (;;); } };',
    ends: ['plugin_does_not_load'],
  },
  { name: 'no JavaScript', code: '', atLoad: '{{{', ends: ['plugin_does_not_load'] },
  {
    name: 'a handler that is none',
    code: '',
    atLoad: 'plugin = { handlers: { "function/attack": 5 } };',
    ends: ['plugin_handler_missing'],
  },
];
