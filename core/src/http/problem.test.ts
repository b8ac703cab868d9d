import { StrataError } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { createLog } from '../kernel/log.ts';
import { problemOf } from './problem.ts';

function tell(error: unknown, locale: 'en' | 'zh' = 'en') {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', pretty: false, write: (line) => lines.push(line) });
  return { problem: problemOf(error, locale, log), lines };
}

describe('a problem', () => {
  it('says what is wrong at which place, in the reader’s language', () => {
    const issue = { path: 'name', code: 'required', params: { label: { en: 'Name', zh: '名称' } } } as const;
    expect(tell(StrataError.invalid([issue]), 'zh').problem).toEqual({
      type: '/errors/invalid_input',
      title: '部分内容不符合要求',
      status: 422,
      code: 'invalid_input',
      detail: '请查看错误列表中的位置和处理办法。',
      errors: [{ path: 'name', code: 'required', message: '名称不能为空。' }],
    });
  });

  it('of the server’s own tells a reference, and the log the rest', () => {
    const { problem, lines } = tell(new Error('select * from core.secret'));
    expect(JSON.stringify(problem)).not.toContain('secret');
    const reference = /reference (\w+)/.exec(problem.detail)?.[1] ?? 'none';
    expect(lines.join('')).toContain(`"reference":"${reference}"`);
    expect(lines.join('')).toContain('core.secret');
  });

  it.each([
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
    Object.assign(new Error('sorry, too many clients already'), { code: '53300' }),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]),
  ])('with the database is told as such: %s', (error) => {
    expect(tell(error).problem).toMatchObject({ status: 503, code: 'unavailable' });
  });
});
