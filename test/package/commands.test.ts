import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseKeyRing } from '../../server/index.js';
import { engines } from '../support/engines/all.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  name: string;
  scripts: Record<string, string>;
  bin: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

const papers = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md']
  .concat(readdirSync(join(root, 'demo/docs')).map((name) => `demo/docs/${name}`))
  .filter((path) => path.endsWith('.md'));

/** The commands in the shell blocks of a text, and in its inline code. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
  const inline = [...text.matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx) [^`]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline].flatMap((line) => line.replace(/\s+#.*$/, '').split(' && ')).map((line) => line.trim());
}

/** Fails when a command names a program, script, option, file, package or value that does not exist. */
function check(command: string): void {
  const words = command.split(/\s+/);
  while (/^[A-Z_]+=/.test(words[0] ?? '')) checkVariable(...(words.shift()!.split('=') as [string, string]));
  const [program = '', verb = '', ...rest] = words;
  if (program === 'npx') return checkProgram(verb, rest);
  assert.equal(program, 'npm', command);
  if (verb === 'i') return checkPackages(rest);
  if (verb === 'ci') return assert.deepEqual(rest, []);
  const [script = '', ...args] = verb === 'run' ? rest.filter((word) => word !== '-s') : [verb, ...rest];
  checkScript(script);
  if (args.length > 0) {
    assert.equal(args.shift(), '--', command);
    checkArguments(script, args);
  }
}

function checkVariable(name: string, value: string): void {
  assert.equal(name, 'ENGINES');
  for (const engine of value.split(',')) assert.ok(engines[engine], engine);
}

function checkProgram(name: string, args: string[]): void {
  const file = manifest.bin[name];
  if (file) {
    // With --help it changes nothing, and still refuses an option that does not exist.
    const help = execFileSync(process.execPath, [join(root, file), ...args, '--help'], { encoding: 'utf8' });
    const [command = '--help'] = args;
    // An address is no command: the kit takes any.
    const isKnown = command === '--help' || command.startsWith('https://') || help.includes(`  ${name} ${command} `);
    assert.ok(isKnown, command);
  } else {
    assert.ok(existsSync(join(root, 'node_modules/.bin', name)), name);
    for (const path of args) assert.ok(existsSync(join(root, path)), path);
  }
}

function checkPackages(names: string[]): void {
  const known = { ...manifest.peerDependencies, ...manifest.devDependencies, [manifest.name]: '' };
  for (const name of names) assert.ok(name in known, name);
}

/** A script runs programs that are installed, on files that exist or that the build writes. */
function checkScript(name: string): void {
  const script = manifest.scripts[name];
  assert.ok(script, name);
  for (const part of script.replaceAll(/"[^"]*"/g, '').split(/&&|\$\(|\)/)) {
    const [program = '', ...args] = part
      .trim()
      .split(/\s+/)
      .filter((word) => !/^[A-Z_]+=/.test(word));
    if (program === 'npm') {
      const called = args.filter((word) => !word.startsWith('-'))[1];
      if (args[0] === 'run') checkScript(called ?? '');
    } else if (program !== '' && !/[/.-]/.test(program)) {
      assert.ok(['node', 'find'].includes(program) || existsSync(join(root, 'node_modules/.bin', program)), program);
    }
    const files = args.filter((word) => /^(test|demo|server|widget)\/[\w./-]+$/.test(word));
    for (const path of files) assert.ok(existsSync(join(root, path)), `${name}: ${path}`);
  }
}

function checkArguments(script: string, args: string[]): void {
  if (script === 'node:test') for (const path of args) assert.ok(existsSync(join(root, path)), path);
  else if (script === 'bench') {
    const source = read('test/bench/bench.ts');
    const sections = /const sections[^{]*\{(.*?)\}/s.exec(source)![1]!;
    for (const word of args) assert.ok(word === '--report' || sections.includes(`  ${word}:`), word);
  } else assert.fail(`the arguments of ${script} are not checked: ${args.join(' ')}`);
}

describe('the commands', () => {
  for (const paper of papers) {
    it(`in ${paper} exist with their arguments`, () => {
      for (const command of commandsIn(read(paper)).filter((one) => !one.startsWith('export '))) check(command);
    });
  }

  it('are found in shell blocks and in inline code', () => {
    assert.deepEqual(commandsIn('```sh\nnpm ci # all\nnpm run a && npm test\n```\n`X=1 npm run b`, `no`'), [
      'npm ci',
      'npm run a',
      'npm test',
      'X=1 npm run b',
    ]);
    assert.ok(commandsIn(read('CONTRIBUTING.md')).length > 20);
  });

  for (const wrong of [
    'npm run no-such-script',
    'npm run node:test -- test/no-such-file.ts',
    'npm run bench -- no-such-section',
    'npm i no-such-package',
    'npx no-such-program',
    'npx harmony-2fa-admin no-such-command',
    'npx harmony-2fa-admin status --no-such-option',
    'npx harmony-2fa-conformance https://app.example.com/api/2fa --no-such-option',
    'npx vite demo/hosts/no-such-host',
    'ENGINES=no-such-engine npm test',
    'npm run format -- --no-such-option',
  ]) {
    it(`with a mistake fail: ${wrong}`, () => assert.throws(() => check(wrong)));
  }

  it('that set variables give keys that the server accepts', () => {
    const exports = commandsIn(read('README.md')).filter((one) => one.startsWith('export '));
    assert.equal(exports.length, 1);
    const keys = execFileSync('sh', ['-c', `${exports[0]}; printf %s "$HARMONY_2FA_KEYS"`], { encoding: 'utf8' });
    assert.doesNotThrow(() => parseKeyRing(keys));
  });
});
