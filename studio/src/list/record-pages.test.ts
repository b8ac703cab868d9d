import { describe, expect, it } from 'vitest';
import { PageRun } from './page-run.ts';
import { RecordPages, type LoadFrom } from './record-pages.ts';

/** A list of `count` records; the cursor is the place to go on. */
function listOf(count: number, asked: { from: number; bare: boolean }[] = []): LoadFrom {
  return ({ cursor, limit, bare, backwards }) => {
    const from = Number(cursor ?? 0);
    asked.push({ from, bare });
    const place = (index: number): number => (backwards ? count - 1 - from - index : from + index);
    const data = Array.from({ length: Math.min(limit, count - from) }, (_, index) => ({ id: String(place(index)) }));
    return Promise.resolve({ data, page: { next: from + limit < count ? String(from + limit) : null } });
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a long list fetched by pages', () => {
  it('shows what is in view and knows the end when it is seen', async () => {
    const pages = new RecordPages(listOf(3));
    pages.need(0, 20);
    await settled();
    expect(pages.row(2)?.id).toBe('2');
    expect(pages.row(3)).toBeNull();
    expect(pages.end.value).toBe(3);
  });

  it('walks far ahead by bare pages and fetches only the last in full', async () => {
    const asked: { from: number; bare: boolean }[] = [];
    const pages = new RecordPages(listOf(100_000, asked));
    pages.need(50_000, 50_030);
    await settled();
    expect(pages.row(50_010)?.id).toBe('50010');
    expect(asked.filter((each) => !each.bare).length).toBeLessThanOrEqual(3);
    expect(pages.row(0)).toBeNull();
  });

  it('reaches what is near the end from there, in one or two requests', async () => {
    const asked: { from: number; bare: boolean }[] = [];
    const pages = new RecordPages(listOf(100_000, asked));
    pages.need(0, 40);
    await settled();
    pages.total = 100_000;
    pages.need(99_960, 99_999);
    await settled();
    expect(pages.row(99_999)?.id).toBe('99999');
    expect(pages.row(99_961)?.id).toBe('99961');
    expect(pages.row(0)?.id).toBe('0');
    expect(asked.length).toBeLessThanOrEqual(4);
    pages.need(99_500, 99_540);
    await settled();
    expect(pages.row(99_520)?.id).toBe('99520');
    pages.replace({ id: '99520', name: 'new' });
    expect(pages.row(99_520)).toEqual({ id: '99520', name: 'new' });
  });

  it('keeps memory bounded and fetches a dropped page again', async () => {
    const pages = new RecordPages(listOf(20_000));
    for (let at = 0; at < 20_000; at += 200) {
      pages.need(at, at + 40);
      await settled();
    }
    expect([...pages.loaded()].length).toBeLessThanOrEqual(RecordPages.size * (2 * PageRun.kept + 2));
    expect(pages.row(0)).toBeNull();
    pages.need(0, 20);
    await settled();
    expect(pages.row(0)?.id).toBe('0');
  });

  it('stops at an error and goes on after retry', async () => {
    let broken = true;
    const load = listOf(500);
    const pages = new RecordPages((request) => (broken ? Promise.reject(new Error('down')) : load(request)));
    pages.need(0, 20);
    await settled();
    expect(pages.error.value).toBeInstanceOf(Error);
    broken = false;
    pages.retry();
    await settled();
    expect(pages.row(0)?.id).toBe('0');
  });

  it('puts a changed record in its place', async () => {
    const pages = new RecordPages(listOf(10));
    pages.need(0, 10);
    await settled();
    pages.replace({ id: '4', name: 'new' });
    expect(pages.row(4)).toEqual({ id: '4', name: 'new' });
  });
});
