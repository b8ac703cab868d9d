import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import { outside } from '../../../kernel/deliveries/outside.ts';
import { mailWish, MAIL } from '../../../kernel/mail/mail.ts';
import { openFile } from '../../../records/files/open-file.ts';
import { uploadFile } from '../../../records/files/upload-file.ts';
import { requireGranted } from '../grants.ts';
import { enqueuePluginJob } from '../plugin-jobs.ts';
import { objectOf, optionalObject, requireEffects, textOf, type HostMethod } from './host-call.ts';

const LONGEST_DELAY_S = 31_536_000;
const MOST_FILE = 700_000;

/** What is done later or elsewhere: jobs, mail, files. */
export const backgroundMethods: Readonly<Record<string, HostMethod>> = {
  async 'jobs.start'(call) {
    requireEffects(call);
    call.call.spend('jobs');
    const name = textOf(call, 'name', 100);
    const declared = call.plugin.manifest.jobs?.find((job) => job.name === name);
    if (declared === undefined)
      throw new StrataError('unknown_plugin_part', { plugin: call.plugin.manifest.label, kind: 'job', name });
    const { after_seconds: after, key } = optionalObject(call, 'options');
    const delay = typeof after === 'number' ? Math.max(0, Math.min(after, LONGEST_DELAY_S)) : 0;
    await enqueuePluginJob(call.ctx.db, {
      plugin: call.plugin,
      job: declared,
      payload: call.given['payload'] ?? null,
      actor: declared.by_itself === true ? null : call.ctx.actor.userId,
      depth: call.depth,
      ...(delay > 0 && { runAt: new Date(Date.now() + delay * 1_000) }),
      ...(typeof key === 'string' && { key: key.slice(0, 200) }),
    });
    return null;
  },
  async 'mail.send'(call) {
    requireGranted(call.plugin, 'mail');
    requireEffects(call);
    call.call.spend('jobs');
    const { to, subject, text } = objectOf(call, 'mail');
    if (!isText(to, 320) || !/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(to) || !isText(subject, 500) || !isText(text, 50_000))
      throw new StrataError('plugin_bad_argument', { method: 'mail.send', expected: '{ to, subject, text }' });
    const message = { to, subject: subject.replaceAll(/[\r\n]/g, ' '), text, html: paragraphs(text) };
    await outside.request(call.ctx.db, { ...mailWish([message]), kind: MAIL, key: `plugin ${v7()}` });
    return null;
  },
  async 'files.get'(call) {
    requireGranted(call.plugin, 'files');
    call.call.countRows(1);
    const place = { object: textOf(call, 'object'), id: textOf(call, 'id'), field: textOf(call, 'field') };
    const { file, read } = await openFile(call.ctx, call.runtime.files, place);
    if (file.size > MOST_FILE)
      throw new StrataError('plugin_bad_argument', {
        method: 'files.get',
        expected: `a file of at most ${MOST_FILE} bytes`,
      });
    const pieces: Buffer[] = [];
    for await (const piece of await read(null)) pieces.push(piece as Buffer);
    const content = Buffer.concat(pieces).toString('base64');
    return { name: file.name, type: file.type, size: file.size, content };
  },
  async 'files.put'(call) {
    requireGranted(call.plugin, 'files');
    requireEffects(call);
    const { name, content } = objectOf(call, 'file');
    if (!isText(name, 255) || typeof content !== 'string')
      throw new StrataError('plugin_bad_argument', { method: 'files.put', expected: '{ name, content }' });
    const bytes = Buffer.from(content, 'base64');
    return (await uploadFile(call.ctx, call.runtime.files, { name, content: piecesOf(bytes) })) as unknown as JsonValue;
  },
};

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

function isText(value: JsonValue | undefined, most: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= most;
}

/** What a plugin writes is text and never markup. */
function paragraphs(text: string): string {
  const escaped = text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<p>${escaped.replaceAll(/\r?\n/g, '<br>')}</p>`;
}
