import { expect, it } from 'vitest';
import { renderReadme } from './readme.ts';

const own = (path: string): string | null => (path === 'screenshots/a.png' ? '/files/a' : null);
const shown = (text: string): string => renderReadme(text, own).trim();

it('shows the pictures of the package, and asks nobody else for one', () => {
  expect(shown('![A "b" <c>](screenshots/a.png)')).toBe('<p><img src="/files/a" alt="A &quot;b&quot; &lt;c&gt;"></p>');
  expect(shown('![a](./screenshots/a.png)')).toContain('src="/files/a"');
  for (const other of ['https://example.com/x.png', 'screenshots/../x.png', 'screenshots/%E0%A4%A.png', 'data:,x'])
    expect(shown(`![a](${other})`), other).not.toContain('<img');
});

it('leads nowhere but over the web and to its pictures', () => {
  expect(shown('[a](screenshots/a.png)')).toContain('href="/files/a"');
  expect(shown('[a](screenshots/b.png)')).toContain('href="#"');
  expect(shown('[a](https://example.com)')).toContain('rel="noopener noreferrer nofollow"');
  expect(shown('[a](javascript:alert(1))')).not.toContain('href');
  expect(shown('<script>x</script>')).toBe('<p>&lt;script&gt;x&lt;/script&gt;</p>');
});
