/*
 * A step of the package's build: takes the names out of the languages. They are a fifth of each file and the same in all,
 * so a built language is a list of its texts in the order of one file of names, which every language shares.
 *
 *   node widget/compact-languages.mjs dist/widget/i18n
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const folder = resolve(process.argv[2]);
const read = (file) => readFileSync(join(folder, file), 'utf8');
const { en } = await import(pathToFileURL(join(folder, 'en.js')).href);
const names = Object.keys(en);

writeFileSync(
  join(folder, 'names.js'),
  `const names = '${names.join(' ')}'.split(' ');
/** The texts of a language under their names. */
export const named = (texts) => Object.fromEntries(names.map((name, index) => [name, texts[index]]));
`,
);

const languages = new Set([...read('built-in.js').matchAll(/import\('\.\/(.+?)'\)/g)].map(([, file]) => file));
for (const file of languages) writeFileSync(join(folder, file), withoutNames(read(file), file));

function withoutNames(source, file) {
  const { statements } = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const exported = statements.find(ts.isExportAssignment)?.expression.getText();
  const strings = statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(({ name }) => name.getText() === exported)?.initializer;
  if (!strings || !ts.isObjectLiteralExpression(strings)) throw new Error(`${file} exports no object of texts`);
  const texts = new Map(strings.properties.map((property) => [property.name?.getText(), textOf(property, file)]));
  if (texts.size !== names.length) throw new Error(`${file} has ${texts.size} texts of ${names.length}`);
  const list = names.map((name) => {
    if (!texts.has(name)) throw new Error(`${file} lacks ${name}`);
    return texts.get(name);
  });
  const before = source.slice(0, strings.getStart());
  return `import { named } from './names.js';\n${before}named([\n${list.join(',\n')},\n])${source.slice(strings.end)}`;
}

function textOf(property, file) {
  if (ts.isPropertyAssignment(property)) return property.initializer.getText();
  if (ts.isShorthandPropertyAssignment(property)) return property.name.getText();
  throw new Error(`${file}: ${property.getText()} is neither a text nor a function by its name`);
}
