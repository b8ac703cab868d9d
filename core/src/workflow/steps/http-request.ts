import { StrataError, piecesOf, sampleValues, type JsonValue } from '@stratacrm/sdk';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine, StepRun } from './step-engine.ts';

/** Kind of the deliveries that are requests of workflows; `integration` carries them. */
export const HTTP = 'http';

/** Letters of an answer that later steps and the run page know. */
const SHOWN = 10_000;

/** What came back of a request. */
interface Answer {
  status: number;
  text: string;
}

export const httpRequest: StepEngine = async (run) => {
  const { step, values, delivered } = run;
  if (delivered !== null) return answered(run, delivered.response as unknown as Answer);
  const method = textSetting(step, 'method') || 'POST';
  const body = await bodyOf(run);
  const payload = {
    connection: textSetting(step, 'connection') || null,
    method,
    url: await encoded(run, requiredSetting(step, 'url')),
    headers: headersOf(await values.fill(textSetting(step, 'headers'))),
    body: body === null || method === 'GET' ? null : JSON.stringify(body),
    accepts: textSetting(step, 'accepts') || 'success',
    ...(textSetting(step, 'sample') !== '' && { answersJson: true }),
  };
  const tries = step.settings['tries'];
  const sample = { status: 200, text: textSetting(step, 'sample') };
  return {
    kind: 'deliver',
    wish: {
      kind: HTTP,
      payload,
      target: payload.connection ?? hostOf(payload.url),
      sample,
      ...(typeof tries === 'number' && { tries }),
    },
  };
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function answered({ step }: StepRun, { status, text }: Answer): Awaited<ReturnType<StepEngine>> {
  const shown = text.slice(0, SHOWN);
  return {
    kind: 'done',
    results: {
      [`${step.id}_status`]: status,
      [`${step.id}_text`]: shown,
      ...sampleValues(step.id, step.settings['sample'], parsed(text)),
    },
    output: { status, text: shown },
  };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

async function bodyOf({ step, values }: StepRun): Promise<{ [name: string]: JsonValue } | null> {
  const fields = step.settings['fields'];
  return typeof fields === 'object' && fields !== null ? values.record(fields) : null;
}

/** The address with its values encoded, so that none of them leads elsewhere. */
async function encoded({ values }: StepRun, template: string): Promise<string> {
  const pieces: string[] = [];
  for (const [index, { kind, source }] of piecesOf(template).entries()) {
    if (kind === 'text') {
      pieces.push(source);
      continue;
    }
    const { value } = await values.evaluate(source);
    const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    // A value that is the beginning is an address, such as one that a record holds; it is looked at as any other.
    pieces.push(index === 0 ? text : encodeURIComponent(text));
  }
  return pieces.join('').trim();
}

function headersOf(text: string): { [name: string]: string } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const found = /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*([\t\x20-\x7e]*)$/.exec(line);
      if (found === null || FORBIDDEN.test(found[1]!))
        throw new StrataError('invalid_header', { header: line.slice(0, 100) });
      return [found[1]!, found[2]!.trim()];
    }),
  );
}

/** What says how the request is carried is not for the workflow to say. */
const FORBIDDEN =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*|strata-signature)$/i;
