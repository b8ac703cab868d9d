import { afterEach, expect, it, vi } from 'vitest';
import { runLots } from './run-lots.ts';

const records = Array.from({ length: 450 }, (_, at) => `record ${at}`);

function answering(answers: ((records: string[]) => { status: number; body: unknown })[]): void {
  const asked = answers.values();
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const lot = (JSON.parse(body) as { records: string[] }).records;
    const { status, body: answer } = asked.next().value!(lot);
    return Promise.resolve(
      new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } }),
    );
  });
}

const done = (lot: string[]) => ({
  status: 200,
  body: { data: { done: lot.length, errors: [], message: null, open: null } },
});

afterEach(() => vi.unstubAllGlobals());

it('hands records over lot by lot, and tells a lot that is refused record by record', async () => {
  const problem = { type: '', title: 'Busy', status: 503, code: 'plugin_busy', detail: 'Too busy', errors: [] };
  answering([done, () => ({ status: 503, body: problem }), done]);
  const steps: number[] = [];
  const answer = await runLots({ name: 'mark' }, records, {}, (so) => steps.push(so));
  expect(answer.done).toBe(250);
  expect(answer.errors).toHaveLength(200);
  expect(answer.errors[0]).toEqual({ record: 'record 200', code: 'plugin_busy', message: 'Too busy' });
  expect(steps).toEqual([200, 400, 450]);
});

it('goes no further where the form itself is wrong', async () => {
  const errors = [{ path: 'input.points', code: 'required', message: 'It is missing' }];
  const problem = { type: '', title: 'Wrong', status: 422, code: 'invalid_input', detail: '', errors };
  answering([() => ({ status: 422, body: problem })]);
  await expect(runLots({ name: 'mark' }, records, {}, () => {})).rejects.toMatchObject({ code: 'invalid_input' });
});
