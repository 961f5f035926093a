import markdownIt from 'markdown-it';

type Token = ReturnType<ReturnType<typeof markdownIt>['parse']>[number];

export interface Section {
  anchor: string;
  title: string;
  level: number;
  /** Its visible text, for the search. */
  text: string;
}

export interface Rendered {
  title: string;
  html: string;
  sections: Section[];
}

export interface RenderOptions {
  /** Maps an address of the Markdown to one of the site. Null turns the link into plain text. */
  resolve?: (address: string) => string | null;
  /** Replaces a comment such as `<!-- live: setup -->` by HTML. */
  insert?: (comment: string) => string | undefined;
}

const markdown = markdownIt({ html: true, typographer: false });

/** Creates anchors like code hosts, so that links work there and on the site. */
function slugs(): (title: string) => string {
  const used = new Map<string, number>();
  return (title) => {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const count = used.get(slug) ?? 0;
    used.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}

/** The anchors of a Markdown text in order, with that of its title. */
export function anchorsOf(text: string): string[] {
  return render(text).sections.map(({ anchor }) => anchor);
}

export function render(text: string, { resolve = (address) => address, insert }: RenderOptions = {}): Rendered {
  const tokens = markdown.parse(text, {});
  const slug = slugs();
  const sections: Section[] = [];
  for (const [index, token] of tokens.entries()) {
    const inline = tokens[index + 1];
    if (token.type === 'heading_open' && inline) {
      const title = textOf(inline);
      const anchor = slug(title);
      token.attrSet('id', anchor);
      // After a jump to a heading, Tab continues from there.
      token.attrSet('tabindex', '-1');
      sections.push({ anchor, title, level: Number(token.tag.slice(1)), text: '' });
    } else if (token.type === 'inline' && tokens[index - 1]?.type !== 'heading_open') {
      addText(sections, textOf(token));
    } else if (token.type === 'fence') {
      addText(sections, token.content);
      token.attrSet('tabindex', '0');
    }
    for (const child of token.children ?? []) if (child.type === 'link_open') relink(child, resolve);
    if (token.type === 'html_block')
      token.content = insert?.(/^<!-- (.*?) -->/.exec(token.content)?.[1] ?? '') ?? token.content;
    // markdown-it writes the alignment of a column as an inline style, which the content policy refuses.
    if (token.tag === 'td' || token.tag === 'th') token.attrs = null;
  }
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll(/<pre><code( class="[^"]*")? tabindex="0">/g, '<pre tabindex="0"><code$1>');
  return { title: sections[0]?.title ?? '', html, sections };
}

function relink(link: Token, resolve: (address: string) => string | null): void {
  const address = resolve(String(link.attrGet('href')));
  if (address === null) link.attrs = [];
  else link.attrSet('href', address);
}

function addText(sections: Section[], text: string): void {
  const last = sections.at(-1);
  if (last) last.text += `${text} `;
}

function textOf({ children }: Token): string {
  return (children ?? [])
    .filter(({ type }) => ['text', 'code_inline', 'softbreak'].includes(type))
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('');
}
