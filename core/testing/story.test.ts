import { expect, it } from 'vitest';
import { startStory } from './story.ts';

it('opens a page of a really started server, and draws Chinese', { timeout: 120_000 }, async () => {
  const story = await startStory();
  try {
    const { page, picture } = await story.open('/healthz');
    expect(await page.textContent('body')).toMatch(/ok/);
    await page.setContent('<h1 style="font-size: 80px"><span>客</span> <span>户</span></h1>');
    // Without a font for them every character would be the same empty box.
    const [first, second] = await Promise.all([0, 1].map((n) => page.locator('span').nth(n).screenshot()));
    expect(first).not.toEqual(second);
    expect(await picture('harness')).toMatch(/harness\.png$/);
  } finally {
    await story.close();
  }
});
