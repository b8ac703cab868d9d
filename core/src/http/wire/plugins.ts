import { DOCUMENT_KINDS } from '@stratacrm/sdk';
import { z } from 'zod';
import { publishPlan } from './studio.ts';
import { id, json, label, timestamp } from './values.ts';

const kind = z.enum(DOCUMENT_KINDS);

export const pluginSource = z
  .union([
    z.strictObject({ package: z.string().min(1).max(214), version: z.string().max(100).optional() }),
    z.strictObject({ digest: z.string().regex(/^[0-9a-f]{128}$/) }),
    z.strictObject({ folder: z.string().min(1).max(1_000) }),
  ])
  .meta({
    id: 'PluginSource',
    description: 'A package of the registry, one that was uploaded, or (in development) a folder of the server.',
  });

const publisher = z
  .strictObject({
    key: z.string().meta({ description: 'Ed25519 public key, base64 of its 32 bytes.' }),
    name: z.string(),
    trusted: z.boolean(),
  })
  .nullable()
  .meta({ description: 'null: nobody signed it.' });

const askedCapability = z
  .strictObject({
    key: z.string(),
    capability: z.looseObject({ kind: z.string(), reason: label }),
    text: label,
    state: z.enum(['new', 'granted']),
  })
  .meta({ id: 'AskedCapability' });

export const pluginPackage = z
  .strictObject({
    digest: z.string(),
    id: z.string(),
    package: z.string(),
    version: z.string(),
    label,
    description: label,
    size: z.int(),
    publisher,
    readme: z.strictObject({ en: z.string(), zh: z.string() }).meta({ description: 'HTML that is safe to show.' }),
    screenshots: z.array(z.string()),
    capabilities: z.array(askedCapability),
    demo: z.boolean().meta({ description: 'It has records to try it with.' }),
  })
  .meta({ id: 'PluginPackage' });

export const installedPlugin = z
  .strictObject({
    id: z.string(),
    package: z.string(),
    version: z.string(),
    digest: z.string(),
    prefix: z.string(),
    label,
    description: label,
    enabled: z.boolean(),
    disabled_for: label.nullable().meta({ description: 'Why it was switched off by itself.' }),
    publisher,
    installed_at: timestamp,
    documents: z.partialRecord(kind, z.int()),
    connectors: z.int().meta({ description: 'How many links to systems outside it has.' }),
    granted: z.array(askedCapability),
    settling: z.boolean().meta({ description: 'Its seeds or migrations are still under way.' }),
    size: z.int().meta({ description: 'Bytes of all files of its package.' }),
    demo: z
      .enum(['none', 'offered', 'loaded'])
      .meta({ description: 'Records to try it with: it has none, they can be brought in, they are there.' }),
    trouble: z
      .strictObject({ what: z.enum(['seeds', 'demo', 'upgrade']), version: z.string(), reason: label, at: timestamp })
      .nullable()
      .meta({ description: 'What could not be done with its records; nothing of it was kept.' }),
  })
  .meta({ id: 'InstalledPlugin' });

const stops = z
  .array(z.strictObject({ code: z.string(), message: z.string() }))
  .meta({ description: 'Any of these stops it.' });

const roleHolders = z.array(z.strictObject({ role: z.string(), label, people: z.int(), keys: z.int() }));

export const pluginPlan = publishPlan
  .extend({
    package: pluginPackage,
    way: z.enum(['install', 'upgrade', 'downgrade']),
    from: z.string().nullable(),
    release: z.int(),
    tables: z.array(z.strictObject({ object: z.string(), label, rows: z.int(), added: z.boolean() })),
    connectors: z
      .array(
        z.strictObject({
          name: z.string(),
          label,
          object_label: label,
          reads: z.boolean(),
          deletes: z.boolean().meta({ description: 'It may delete here what is gone outside.' }),
          tells: z.boolean(),
          schedule: z.string().nullable(),
          change: z.enum(['new', 'stays', 'goes']),
          active: z.boolean().meta({ description: 'It is switched on in a direction now.' }),
        }),
      )
      .meta({ description: 'Links to systems outside; nothing is exchanged until one is switched on.' }),
    conflicts: z.array(
      z.strictObject({
        kind,
        key: z.string(),
        label,
        path: z.string(),
        with: z.enum(['local', 'plugin']),
        layer: label,
        was: json.meta({ description: 'What the installed version brought there.' }),
        brings: json,
        stays: json,
        prevails: z.boolean().meta({ description: 'What the package brings is in force afterwards.' }),
      }),
    ),
    migrations: z.array(z.strictObject({ version: z.string(), label, way_back: label.optional() })),
    demo_people: z
      .array(z.strictObject({ email: z.string(), name: z.string() }))
      .meta({ description: 'People of its demonstration data who are users here already; they stay as they are.' }),
    roles: roleHolders.meta({ description: 'Roles it brings that people or keys have from before.' }),
    stops,
  })
  .meta({ id: 'PluginPlan' });

export const removalPlan = publishPlan
  .extend({
    id: z.string(),
    label,
    release: z.int(),
    data: z.array(z.strictObject({ object: z.string(), field: z.string().nullable(), label, rows: z.int() })),
    readers: z.array(
      z.strictObject({
        kind,
        key: z.string(),
        label,
        layer: label,
        effect: z.enum(['removed', 'rewritten', 'stops']),
      }),
    ),
    connectors: z
      .array(z.strictObject({ name: z.string(), label, active: z.boolean(), waiting: z.int() }))
      .meta({ description: 'Links to systems outside that end, with how many records wait to be told.' }),
    roles: roleHolders.meta({ description: 'Roles that go, with who loses them.' }),
    drafts: z
      .array(
        z.strictObject({
          kind,
          key: z.string(),
          label,
          layer: label,
          effect: z.enum(['removed', 'rewritten', 'broken']),
        }),
      )
      .meta({ description: 'Changes not yet published that name it.' }),
    stops,
  })
  .meta({ id: 'PluginRemovalPlan' });

export const dataChoices = z
  .record(z.string().max(200), z.enum(['keep', 'export', 'drop']))
  .meta({ description: 'Object or object.field → what becomes of its data; what is not named is kept.' });

export const consent = {
  grants: z.array(z.string().max(5_000)).max(500).optional(),
  release: z.int().optional().meta({ description: 'Of the plan; refused when another is live now.' }),
  take: z
    .array(z.strictObject({ kind, key: z.string().max(200), path: z.string().max(500) }))
    .max(1_000)
    .optional()
    .meta({ description: 'Local changes that are given up for what the package brings.' }),
  demo: z.boolean().optional().meta({ description: 'Its demonstration data is wanted too.' }),
};

export const pluginSettings = z
  .strictObject({
    fields: z.array(z.looseObject({ name: z.string(), type: z.string(), label })),
    values: z.record(z.string(), json),
    filled: z.array(z.string()).meta({ description: 'Secrets that have a value; it is never shown.' }),
  })
  .meta({ id: 'PluginSettings' });

export const offeredPlugin = z
  .strictObject({
    package: z.string(),
    version: z.string(),
    description: z.string(),
    publisher: z.string(),
    published_at: z.string().nullable(),
  })
  .meta({ id: 'OfferedPlugin' });

export const registryPackage = z
  .strictObject({
    package: z.string(),
    latest: z.string(),
    readme: z.string(),
    versions: z.array(
      z.strictObject({
        version: z.string(),
        published_at: z.string().nullable(),
        size: z.int().nullable(),
        deprecated: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'RegistryPackage' });

export const trustedPublisher = z
  .strictObject({ key: z.string(), name: z.string(), added_at: timestamp })
  .meta({ id: 'TrustedPublisher' });

export const pluginExport = z
  .strictObject({
    id,
    plugin: z.string(),
    object: z.string(),
    field: z.string().nullable(),
    rows: z.int(),
    made_at: timestamp,
  })
  .meta({ id: 'PluginExport' });
