import { z } from 'zod';
import { json, label, timestamp } from './values.ts';

export const pluginRun = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    handler: z.string(),
    version: z.string(),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    attempt: z.int(),
    depth: z.int(),
    object: z.string().nullable(),
    actor: z.string().nullable(),
    error: z.string().nullable(),
    wall_ms: z.number(),
    started_at: timestamp,
    ended_at: timestamp.nullable(),
    repeatable: z.boolean().meta({ description: 'A failed call in the background, which can be made again.' }),
  })
  .meta({ id: 'PluginRun' });

export const pluginLine = z
  .strictObject({
    id: z.string(),
    handler: z.string(),
    run: z.string().nullable(),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    facts: json.nullable(),
    at: timestamp,
  })
  .meta({ id: 'PluginLine' });

export const pluginUse = z
  .strictObject({
    handler: z.string(),
    at: timestamp.meta({ description: 'The beginning of the hour.' }),
    calls: z.int(),
    failures: z.int(),
    cpu_ms: z.number(),
    wall_ms: z.number(),
    longest_ms: z.number(),
  })
  .meta({ id: 'PluginUse' });

export const sandboxState = z
  .strictObject({
    status: z.enum(['resting', 'running', 'unavailable']),
    reason: z.string().nullable(),
    missing: z.array(z.string()).meta({ description: 'Walls this machine does not allow; the others hold.' }),
    processes: z.array(
      z.strictObject({ pid: z.int(), lane: z.string(), calls: z.int(), plugins: z.int(), memory: z.number() }),
    ),
    waiting: z.int(),
    killed: z.int(),
  })
  .meta({ id: 'SandboxState' });

export const partTrial = z
  .strictObject({
    value: json.meta({ description: 'As it would be kept.' }),
    error: label.nullable().meta({ description: 'Why it is not right; null: it is.' }),
  })
  .meta({ id: 'PluginPartTrial' });
