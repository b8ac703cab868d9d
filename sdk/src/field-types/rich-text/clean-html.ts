import { Parser } from 'htmlparser2';

/** What may stand in a rich text, and what it is written as: structure and emphasis, nothing that looks or acts. */
const TAGS: Readonly<Record<string, string>> = {
  p: 'p',
  h1: 'h2',
  h2: 'h2',
  h3: 'h3',
  h4: 'h3',
  h5: 'h3',
  h6: 'h3',
  blockquote: 'blockquote',
  pre: 'pre',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  hr: 'hr',
  br: 'br',
  strong: 'strong',
  b: 'strong',
  em: 'em',
  i: 'em',
  u: 'u',
  ins: 'u',
  s: 's',
  del: 's',
  strike: 's',
  code: 'code',
  a: 'a',
};

const VOID = new Set(['br', 'hr']);
const BLOCKS = new Set(['p', 'h2', 'h3', 'blockquote', 'pre', 'ul', 'ol', 'li', 'hr']);

/** Elements without a place of their own here that still stand on a line of their own. */
const LINES = new Set(['div', 'tr', 'section', 'article', 'header', 'footer', 'table', 'dt', 'dd']);

/** What stands in these is no text for people. */
const UNSEEN = new Set([
  'script',
  'style',
  'template',
  'iframe',
  'object',
  'embed',
  'applet',
  'noscript',
  'noembed',
  'noframes',
  'textarea',
  'select',
  'title',
  'head',
  'svg',
  'math',
  'xmp',
  'plaintext',
  'audio',
  'video',
  'canvas',
]);

const DEEPEST = 50;
const LINK = /^(?:https?:\/\/[^\s<>"\\^`{|}]+|mailto:[^\s<>"\\^`{|}]+|tel:[+\d\s().;=-]+)$/i;

/** A passage of a rich text as it is read: tags from the list above, and text. */
interface Reader {
  open(tag: string, href: string | null): void;
  close(tag: string): void;
  text(text: string): void;
}

/** Reads any HTML and tells only what may stay. It never fails, whatever the text. */
function readHtml(html: string, reader: Reader): void {
  const open: { source: string; tag: string | undefined }[] = [];
  let unseen = 0;
  let inline = false;
  let newLine = false;
  const line = (): void => {
    if (inline && newLine) reader.open('br', null);
    newLine = false;
  };
  const parser = new Parser(
    {
      onopentag(source, attributes) {
        if (UNSEEN.has(source)) unseen++;
        const tag = unseen > 0 || open.length >= DEEPEST || !Object.hasOwn(TAGS, source) ? undefined : TAGS[source];
        const href = tag === 'a' ? linkOf(attributes['href']) : null;
        const told = tag === 'a' && href === null ? undefined : tag;
        open.push({ source, tag: told });
        if (LINES.has(source)) newLine = true;
        if (told === undefined) return;
        if (BLOCKS.has(told)) inline = newLine = false;
        else line();
        reader.open(told, href);
        if (told === 'br') inline = false;
      },
      ontext(text) {
        if (unseen > 0 || text === '') return;
        if (text.trim() !== '') line();
        reader.text(text);
        inline ||= text.trim() !== '';
      },
      onclosetag(source) {
        const last = open.pop();
        if (UNSEEN.has(source)) unseen = Math.max(0, unseen - 1);
        if (LINES.has(source)) newLine = true;
        if (last?.tag === undefined || VOID.has(last.tag)) return;
        reader.close(last.tag);
        if (BLOCKS.has(last.tag)) inline = newLine = false;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: false },
  );
  parser.write(html);
  parser.end();
}

function linkOf(href: string | undefined): string | null {
  const address = href?.trim() ?? '';
  return address.length <= 2000 && LINK.test(address) ? address : null;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text as HTML that shows it as it is. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);
}

/**
 * Only tags of our own list, without attributes but checked links; everything is written anew from what was read, so that
 * nothing of the source gets through that was not understood.
 */
function writeHtml(html: string): string {
  let written = '';
  readHtml(html, {
    open: (tag, href) =>
      (written += href === null ? `<${tag}>` : `<a href="${escapeHtml(href)}" rel="noopener noreferrer nofollow">`),
    close: (tag) => (written += `</${tag}>`),
    text: (text) => (written += escapeHtml(text)),
  });
  return written;
}

const MOST_ROUNDS = 4;

/** The HTML in the one form in which it is kept; written anew it stays as it is. */
export function cleanHtml(html: string): string {
  let before = html;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const after = writeHtml(before);
    if (after === before) return after;
    before = after;
  }
  // Markup this odd is nobody's text: its words stay.
  return escapeHtml(htmlText(html));
}

/** The words of an HTML text, a line for each paragraph. */
export function htmlText(html: string): string {
  let written = '';
  const newLine = (tag: string): void => {
    if (BLOCKS.has(tag) || tag === 'br') written += '\n';
  };
  readHtml(html, { open: newLine, close: newLine, text: (text) => (written += text) });
  return written
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
