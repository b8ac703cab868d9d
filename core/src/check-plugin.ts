import { text } from 'node:stream/consumers';
import { basePack } from '@stratacrm/plugin-base';
import type { Locale, PluginManifest } from '@stratacrm/sdk';
import { checkAlone } from './plugins/life/check-alone.ts';

// For `strata plugin check`: manifests come in as JSON, those it depends on first, and what is wrong goes out as JSON.
const { manifests, locale } = JSON.parse(await text(process.stdin)) as { manifests: PluginManifest[]; locale: Locale };
process.stdout.write(JSON.stringify(checkAlone([basePack, ...manifests], locale)));
