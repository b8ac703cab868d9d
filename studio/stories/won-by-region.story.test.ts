import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';
import { signIn } from '../../examples/maven-crm/api.ts';
import { bringIn } from '../../examples/maven-crm/bring-in.ts';
import type { Sums } from '../../examples/maven-crm/sums.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The published files where somebody has put them, else made-up ones of the same shape. */
const published = process.env['STRATA_MAVEN_DATA'] ?? path.resolve(root, '../shared/data/maven-crm');
const folder = existsSync(path.join(published, 'sales_pipeline.csv'))
  ? published
  : path.join(root, 'examples/maven-crm/made-up');

let story: Story;
let sums: Sums;

beforeAll(async () => {
  story = await startStory({ environment: { STRATA_DEMO: '0' } });
  ({ sums } = await bringIn(await signIn({ url: story.server.url, ...ADMIN }), folder));
});

afterAll(() => story?.close());

test('a list grouped by region shows what each has won', async () => {
  const { page, problems, picture } = await story.open('/o/opportunity?view=opportunity_won_by_region', {
    as: ADMIN,
  });

  const shown = page.getByRole('main');
  const head = (region: string) => shown.getByRole('gridcell', { name: new RegExp(`^${region} `, 'i') });
  for (const [region, won] of Object.entries(sums.won_by_region)) {
    await expect.poll(() => head(region).count()).toBe(1);
    expect(await head(region).textContent()).toContain(asShown(won));
    // Shut, so that the next region stands below it.
    if ((await head(region).getAttribute('aria-expanded')) === 'true') await head(region).click();
  }
  await picture('won-by-region');
  expect(problems).toEqual([]);
});

/** 3346293 as the list writes it. */
function asShown(amount: number | string): string {
  return Number(amount).toLocaleString('en', { maximumFractionDigits: 0 });
}
