import { StrataError, type JsonValue, type Locale } from '@stratacrm/sdk';
import { mailWish, type MailMessage } from '../../kernel/mail/mail.ts';
import { plainMail, renderTemplate, type RenderedMail } from '../mail/render-mail.ts';
import { filledText } from '../mail/shown-value.ts';
import { membersOf, subjectsOf } from '../people/subject.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine, StepRun } from './step-engine.ts';

/** Readers of one mail. */
const MOST = 500;

interface Reader {
  address: string;
  locale: Locale;
}

export const sendEmail: StepEngine = async (run) => {
  const { step, delivered } = run;
  if (delivered !== null) {
    const sent = (delivered.response as { sent?: JsonValue[] } | null)?.sent ?? [];
    return { kind: 'done', results: { [`${step.id}_count`]: sent.length }, output: { sent } };
  }
  const readers = await readersOf(run);
  if (readers.length === 0) throw new StrataError('mail_without_reader');
  if (readers.length > MOST) throw new StrataError('mail_too_many_readers', { most: MOST });
  const mails = new Map<Locale, RenderedMail>();
  const messages: MailMessage[] = [];
  for (const { address, locale } of readers) {
    if (!mails.has(locale)) mails.set(locale, await mailFor(run, locale));
    messages.push({ to: address, ...mails.get(locale)! });
  }
  return { kind: 'deliver', wish: mailWish(messages) };
};

/** Each address once, with the language it is written to in. */
async function readersOf({ ctx, step, values }: StepRun): Promise<Reader[]> {
  const wanted = textSetting(step, 'language');
  const said = wanted === 'expression' ? (await values.evaluate(requiredSetting(step, 'language_of'))).value : wanted;
  const fixed = said === 'en' || said === 'zh' ? said : null;
  const people = await membersOf(ctx.db, await subjectsOf(ctx.db, values, step.settings['people']), ctx.now);
  const source = textSetting(step, 'addresses');
  const given = source === '' ? null : (await values.evaluate(source)).value;
  const readers = new Map<string, Locale>();
  for (const { email, locale } of people) readers.set(email.toLowerCase(), fixed ?? locale);
  for (const address of addressesIn(given)) {
    const key = address.toLowerCase();
    if (!readers.has(key)) readers.set(key, fixed ?? ctx.catalog.model.workspace.locale);
  }
  return [...readers].map(([address, locale]) => ({ address, locale }));
}

function addressesIn(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  if (typeof value !== 'string') return [];
  return value
    .split(/[,;\s]+/)
    .map((each) => each.replace(/^<|>$/g, ''))
    .filter((each) => /^[^\s@<>"]+@[^\s@<>"]+$/.test(each));
}

async function mailFor(run: StepRun, locale: Locale): Promise<RenderedMail> {
  const { ctx, step, values } = run;
  if (step.settings['content'] === 'own') {
    const written = (name: string): string =>
      (locale === 'zh' && textSetting(step, `${name}_zh`)) || requiredSetting(step, name);
    const [subject, text] = [written('subject'), written('text')];
    return plainMail(
      await filledText(ctx, values, subject, locale),
      await filledText(ctx, values, text, locale),
      locale,
    );
  }
  const name = requiredSetting(step, 'template');
  const template = ctx.catalog.emailTemplates.get(name);
  if (template === undefined) throw new StrataError('unknown_email_template', { name });
  const { value: id, type } = await values.evaluate(textSetting(step, 'record') || 'record');
  const { object } = type as { object?: string };
  if (typeof id !== 'string' || object !== template.object) throw new StrataError('run_record_gone', { step: step.id });
  return renderTemplate(ctx, template, id, locale, run.ports.recordLink(template.object, id));
}
