import MarkdownIt from 'markdown-it';

/** A readme longer than this is cut: it is a page, not a book. */
const LONGEST = 100_000;

/**
 * HTML in a stranger's text is shown as text; links open apart and only over the web; pictures are left out, for a
 * server of the author's would learn who looks.
 */
const markdown = new MarkdownIt('commonmark', { html: false, linkify: false }).enable('table').disable('image');

markdown.validateLink = (url) => /^https?:\/\//i.test(url.trim());

const plain = markdown.renderer.renderToken.bind(markdown.renderer);
markdown.renderer.rules['link_open'] = (tokens, index, options) => {
  tokens[index]!.attrSet('rel', 'noopener noreferrer nofollow');
  tokens[index]!.attrSet('target', '_blank');
  return plain(tokens, index, options);
};

/** Markdown as HTML that may be put into a page as it is. */
export function renderReadme(text: string): string {
  return markdown.render(text.slice(0, LONGEST));
}
