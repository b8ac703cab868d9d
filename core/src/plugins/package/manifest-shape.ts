import {
  HOOK_EVENTS,
  StrataError,
  manifestProblems,
  CALL_KINDS,
  DOCUMENT_KINDS,
  type PluginManifest,
} from '@stratacrm/sdk';
import semver from 'semver';
import { z } from 'zod';
import { refusedPackage } from './package-files.ts';

const short = z.string().min(1).max(200);
const label = z.strictObject({ en: z.string().max(4_000), zh: z.string().max(4_000) });
const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const range = z
  .string()
  .max(200)
  .refine((text) => semver.validRange(text) !== null);
const declared = { name, label, description: label.optional() };
const method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const icon = z.string().max(60).optional();
const results = z.array(z.looseObject({ name })).max(50).optional();
const questions = z
  .array(z.looseObject({ name, type: short, label }))
  .max(50)
  .optional();

const onError = z.enum(['refuse', 'continue']).optional();

const asked = { reason: label, optional: z.boolean().optional() };
const capability = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('records'),
    object: name,
    verbs: z
      .array(z.enum(['read', 'create', 'update', 'delete']))
      .min(1)
      .max(4),
    fields: z.union([z.array(name).max(500), z.literal('*')]),
    ...asked,
  }),
  z.strictObject({
    kind: z.literal('network'),
    hosts: z
      .array(z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/))
      .min(1)
      .max(50),
    methods: z.array(method).optional(),
    ...asked,
  }),
  z.strictObject({ kind: z.literal('secrets'), names: z.array(name).min(1).max(50), ...asked }),
  z.strictObject({ kind: z.enum(['schedule', 'files', 'mail', 'endpoints', 'sign_in']), ...asked }),
]);

const amounts = z.partialRecord(
  z.enum(['cpu_ms', 'wall_ms', 'host_calls', 'rows', 'payload_bytes', 'log_bytes']),
  z.int().positive(),
);
const minute = z.partialRecord(
  z.enum(['calls', 'cpu_ms', 'host_calls', 'rows', 'log_bytes', 'jobs', 'fetches']),
  z.int().positive(),
);

const rows = z
  .array(z.strictObject({ object: name, rows: z.array(z.record(z.string(), z.json())).max(5_000) }))
  .max(200);

const shape = z.strictObject({
  id: short,
  prefix: z.string().max(8),
  version: short,
  label,
  description: label,
  documents: z.array(z.looseObject({ kind: z.enum(DOCUMENT_KINDS), id: z.uuid(), name })).max(5_000),
  patches: z
    .array(
      z.strictObject({
        kind: z.enum(DOCUMENT_KINDS),
        id: z.uuid(),
        key: short,
        patch: z.record(z.string(), z.json()),
      }),
    )
    .max(1_000)
    .optional(),
  engine: range.optional(),
  dependencies: z.record(short, range).optional(),
  downgrade: range.optional(),
  screens: z
    .array(z.strictObject({ name, entry: short }))
    .max(50)
    .optional(),
  seeds: rows.optional(),
  demo: z
    .strictObject({
      teams: z.array(z.looseObject({ key: short })).optional(),
      users: z.array(z.looseObject({ key: short })).optional(),
      records: rows,
    })
    .optional(),
  capabilities: z.array(capability).max(200).optional(),
  limits: z
    .strictObject({
      memory_mb: z.int().positive().optional(),
      calls: z.partialRecord(z.enum(CALL_KINDS), amounts).optional(),
      minute: minute.optional(),
    })
    .optional(),
  hooks: z
    .array(
      z.strictObject({
        ...declared,
        when: z.enum(['before', 'after']),
        on: z.array(z.enum(HOOK_EVENTS)).min(1),
        object: name.optional(),
        reads: z.array(name).optional(),
        writes: z.array(name).optional(),
        fields: z.array(name).optional(),
        to: z.array(short).optional(),
        on_error: onError,
        order: z.number().optional(),
      }),
    )
    .max(200)
    .optional(),
  functions: z
    .array(
      z.strictObject({ ...declared, input: questions, roles: z.union([z.array(name), z.literal('*')]).optional() }),
    )
    .max(200)
    .optional(),
  actions: z
    .array(z.strictObject({ ...declared, object: name.optional() }))
    .max(200)
    .optional(),
  steps: z
    .array(
      z.strictObject({
        ...declared,
        icon,
        settings: z
          .array(z.looseObject({ name, type: short, label }))
          .max(50)
          .optional(),
        outcomes: z.array(z.looseObject({ name })).max(20).optional(),
        results,
      }),
    )
    .max(200)
    .optional(),
  triggers: z
    .array(z.strictObject({ ...declared, icon, object: name.optional(), results }))
    .max(200)
    .optional(),
  jobs: z
    .array(
      z.strictObject({
        ...declared,
        cron: z.string().max(100).optional(),
        tries: z.int().min(1).max(25).optional(),
        by_itself: z.boolean().optional(),
      }),
    )
    .max(200)
    .optional(),
  validators: z
    .array(
      z.strictObject({
        ...declared,
        icon,
        types: z.array(short).max(50).optional(),
        inputs: z.array(z.looseObject({ name, label })).max(20).optional(),
        form: questions,
        on_error: onError,
      }),
    )
    .max(100)
    .optional(),
  field_types: z
    .array(
      z.strictObject({
        ...declared,
        icon,
        base: short,
        preset: z.record(short, z.json()).optional(),
        form: questions,
        display: z.looseObject({}).optional(),
        editor: name.optional(),
        on_error: onError,
      }),
    )
    .max(100)
    .optional(),
  enrichers: z
    .array(
      z.strictObject({
        ...declared,
        icon,
        object: name,
        reads: z.array(name).min(1).max(100),
        fields: z.array(name).min(1).max(100),
        on_create: z.boolean().optional(),
      }),
    )
    .max(50)
    .optional(),
  connectors: z
    .array(
      z.strictObject({
        ...declared,
        icon,
        object: name,
        outside: z
          .array(z.strictObject({ name: short, label, to: z.string().max(120).optional() }))
          .min(1)
          .max(200),
        key: short,
        pull: z.strictObject({ schedule: z.string().max(100).optional(), deletes: z.boolean().optional() }).optional(),
        push: z
          .strictObject({
            on: z
              .array(z.enum(['create', 'update', 'delete']))
              .min(1)
              .optional(),
          })
          .optional(),
      }),
    )
    .max(50)
    .optional(),
  endpoints: z
    .array(
      z.strictObject({
        ...declared,
        method,
        // One step or two, as the routes have it: a longer one would never be asked.
        path: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}(\/[a-z0-9._-]{1,100})?$/),
        for: z.enum(['people', 'public']),
      }),
    )
    .max(200)
    .optional(),
  migrations: z
    .array(z.strictObject({ version: short, label, way_back: label.optional() }))
    .max(200)
    .optional(),
  settings: z
    .array(
      z.strictObject({
        ...declared,
        type: z.enum(['text', 'long_text', 'integer', 'decimal', 'boolean', 'date', 'select', 'secret']),
        required: z.boolean().optional(),
        default: z.union([z.string(), z.number(), z.boolean()]).optional(),
        options: z
          .array(z.strictObject({ value: short, label }))
          .max(200)
          .optional(),
      }),
    )
    .max(100)
    .optional(),
});

/** The manifest of a package, every property known. Throws `plugin_package_refused` or `plugin_manifest_wrong`. */
export function parseManifest(file: Buffer | undefined): PluginManifest {
  if (file === undefined) throw refusedPackage('it has no manifest.json', '缺少 manifest.json');
  const result = shape.safeParse(jsonOf(file));
  if (!result.success) {
    const [issue] = result.error.issues;
    const reason = `${issue!.path.join('.')}: ${issue!.message}`;
    throw new StrataError('plugin_manifest_wrong', { reason });
  }
  const manifest = result.data as unknown as PluginManifest;
  const [first] = manifestProblems(manifest);
  if (first !== undefined) {
    const { path, message } = first;
    const reason = { en: `${path}: ${message.en}`, zh: `${path}：${message.zh}` };
    throw new StrataError('plugin_manifest_wrong', { reason });
  }
  return manifest;
}

function jsonOf(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    throw refusedPackage('its manifest.json is no JSON', 'manifest.json 不是有效的 JSON');
  }
}
