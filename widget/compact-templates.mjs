/*
 * The last step of the package's build: takes comments out of style sheets and folds white space in them and in markup,
 * which no page's own bundler does inside a template literal.
 *
 *   node widget/compact-templates.mjs dist/widget
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const [folder] = process.argv.slice(2);

/** Markup folds to one space, which is all that HTML keeps of white space; style sheets need not even that. */
const compact = {
  css: (text) =>
    text
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,>]) ?/g, '$1')
      .replace(/: /g, ':')
      .replace(/([ :,(])0\./g, '$1.')
      .replace(/ !important/g, '!important')
      .replace(/;}/g, '}')
      .replace(/^` /, '`'),
  html: (text) => text.replace(/\s*\n\s*/g, ' '),
  svg: (text) => text.replace(/\s*\n\s*/g, ' '),
};

for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'))) {
  const file = join(folder, name);
  const source = readFileSync(file, 'utf8');
  const compacted = compactTemplates(source, file);
  if (compacted !== source) writeFileSync(file, compacted);
}

function compactTemplates(source, file) {
  const literals = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && Object.hasOwn(compact, node.tag.getText())) {
      const fold = compact[node.tag.getText()];
      const { template } = node;
      const parts = ts.isTemplateExpression(template)
        ? [template.head, ...template.templateSpans.map((span) => span.literal)]
        : [template];
      for (const part of parts) literals.push({ start: part.getStart(), end: part.end, fold });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true));
  // From the end, so that the places before a change stay right.
  return literals
    .sort((first, second) => second.start - first.start)
    .reduce(
      (text, { start, end, fold }) => text.slice(0, start) + fold(text.slice(start, end)) + text.slice(end),
      source,
    );
}
