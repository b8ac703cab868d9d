import MarkdownIt from 'markdown-it';

/** A readme longer than this is cut: it is a page, not a book. */
const LONGEST = 100_000;

/** Where a picture of the package is fetched from, by its path as it stands in an address; null where it has no such. */
export type PictureOf = (path: string) => string | null;

/**
 * HTML in a stranger's text is shown as text; links open apart and only over the web; of pictures only those the package
 * itself has, for a server of the author's would learn who looks.
 */
const markdown = new MarkdownIt('commonmark', { html: false, linkify: false }).enable('table');

markdown.validateLink = (url) => /^(https?:\/\/|(\.\/)?screenshots\/)/i.test(url.trim());

const OVER_WEB = /^https?:\/\//i;

const plain = markdown.renderer.renderToken.bind(markdown.renderer);
markdown.renderer.rules['link_open'] = (tokens, index, options, env) => {
  const link = tokens[index]!;
  const href = String(link.attrGet('href') ?? '');
  if (!OVER_WEB.test(href)) link.attrSet('href', pictureAt(href, env) ?? '#');
  link.attrSet('rel', 'noopener noreferrer nofollow');
  link.attrSet('target', '_blank');
  return plain(tokens, index, options);
};

markdown.renderer.rules['image'] = (tokens, index, _options, env) => {
  const { escapeHtml } = markdown.utils;
  const image = tokens[index]!;
  const source = pictureAt(String(image.attrGet('src') ?? ''), env);
  const words = escapeHtml(image.content);
  return source === null ? words : `<img src="${escapeHtml(source)}" alt="${words}">`;
};

function pictureAt(address: string, env: object | undefined): string | null {
  const { pictureOf } = env as { pictureOf: PictureOf };
  return pictureOf(address.replace(/^\.\//, ''));
}

/** Markdown as HTML that may be put into a page as it is. */
export function renderReadme(text: string, pictureOf: PictureOf): string {
  return markdown.render(text.slice(0, LONGEST), { pictureOf });
}
