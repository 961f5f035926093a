import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'demo', 'hosts', 'servers');
const page = readFileSync(join(root, 'demo', 'docs', 'host.md'), 'utf8');

interface Row {
  path: string;
  entry: string;
  lines: number;
}

const rows: Row[] = [
  ...page.matchAll(/^\| [^|]+\| `demo\/hosts\/servers\/([\w-]+)` *\| `([^`]+)`[^|]*\| *(\d+) *\|/gm),
].map(([, path, entry, lines]) => ({ path: path!, entry: entry!, lines: Number(lines) }));

/** The code of the server, without the page, which is `.jsx` or `.svelte` where the server builds one. */
function readServer(path: string): string[] {
  return readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name) && !/(^|\/)(node_modules|\.\w|build)/.test(name))
    .map((name) => readFileSync(join(folder, path, name), 'utf8'));
}

/**
 * The lines of each statement that names something of the package, its routes, or something that such a statement made. A statement of a
 * function is counted by itself, so the rest of a route is not. Comments and empty lines do not count.
 */
function countTwoFactorLines(code: string): number {
  const file = ts.createSourceFile('app.mjs', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const known = new Set<string>();
  let counted: ts.Node[] = [];
  // What a statement makes may be used in an earlier one, in a function.
  for (let before = -1; before < counted.length;) {
    before = counted.length;
    counted = twoFactorStatements(file, known);
  }
  const lines = counted.flatMap((statement) => statement.getText(file).split('\n'));
  return lines.filter((line) => !/^\s*(\/[/*].*)?$/.test(line)).length;
}

/** The outermost statements that name something known. Adds to the known what they make, and the functions around them. */
function twoFactorStatements(parent: ts.Node, known: Set<string>): ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(parent, (child) => {
    if (ts.isStatement(child) && !ts.isBlock(child) && namesOne(child, known)) {
      found.push(child);
      for (const name of namesMadeBy(child)) known.add(name);
    } else found.push(...twoFactorStatements(child, known));
  });
  if (ts.isFunctionDeclaration(parent) && parent.name && found.length > 0) known.add(parent.name.text);
  return found;
}

/** Whether the statement names it outside of the blocks in it. */
function namesOne(node: ts.Node, known: Set<string>): boolean {
  if (ts.isBlock(node) || ts.isClassElement(node) || ts.isFunctionDeclaration(node)) return false;
  if (ts.isStringLiteral(node)) return /^harmony-2fa|\/two-factor\.m?js$|^\/api\/2fa/.test(node.text);
  if (ts.isIdentifier(node)) return known.has(node.text);
  // `req.session` is not the variable `session`, and `{ headers: … }` is not the variable `headers`.
  if (ts.isPropertyAccessExpression(node)) return namesOne(node.expression, known);
  if (ts.isPropertyAssignment(node)) return namesOne(node.initializer, known);
  return ts.forEachChild(node, (child) => namesOne(child, known) || undefined) ?? false;
}

function namesMadeBy(statement: ts.Node): string[] {
  const names: string[] = [];
  const collect = (node: ts.Node): void => {
    const makes = ts.isImportSpecifier(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (makes && ts.isIdentifier(node.name)) names.push(node.name.text);
    if (!ts.isBlock(node)) ts.forEachChild(node, collect);
  };
  collect(statement);
  return names;
}

describe('the apps of demo/hosts/servers', () => {
  it('have a row each', () => {
    const apps = readdirSync(folder).filter((name) => name !== 'shared');
    assert.deepEqual(rows.map(({ path }) => path).sort(), apps.sort());
  });

  for (const { path, entry, lines } of rows) {
    it(`${path} imports what its row names, and has its number of two-factor lines`, () => {
      const code = readServer(path);
      assert.ok(
        code.some((text) => text.includes(`'${entry}'`)),
        entry,
      );
      assert.equal(
        code.map(countTwoFactorLines).reduce((sum, count) => sum + count),
        lines,
      );
    });
  }

  it('count a statement by what it names, wherever that was made', () => {
    const code = `
      import { openStore } from 'harmony-2fa/server';
      import express from 'express';
      const later = () => open();
      // A comment.
      async function open() {
        const { rows } = await openStore(
          'file:x',
        );
        return rows;
      }
      const app = express();
      app.use(app.rows);
      app.get('/', (req, res) => {
        const one = 1;
        res.send(later(one));
      });`;
    assert.equal(countTwoFactorLines(code), 7);
  });
});
