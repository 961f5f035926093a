import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './compiled.js';

/** The version before the server could be changed while it runs. */
export const earlierCommit = '59a7da3d12b6005908d7efefdbcce97f9b9cb465';

/** The sources of the earlier version in a folder of their own; null where the history does not have it, as in a shallow clone. */
export function extractEarlierVersion(): { base: string; remove(): void } | null {
  const git = (...parameters: string[]): Buffer =>
    execFileSync('git', parameters, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 100_000_000 });
  try {
    git('cat-file', '-e', `${earlierCommit}^{commit}`);
  } catch {
    return null;
  }
  // Below the packages, so that its sources find them.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const base = mkdtempSync(join(cache, 'harmony-2fa-earlier-'));
  execFileSync('tar', ['-x', '-C', base], {
    input: git('archive', earlierCommit, 'server', 'widget/protocol', 'package.json'),
  });
  return { base, remove: () => rmSync(base, { recursive: true, force: true }) };
}
