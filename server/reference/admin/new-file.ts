import { createWriteStream, type WriteStream } from 'node:fs';
import { Refusal } from './program.js';

/**
 * A file that exists is never overwritten, and nobody else may read this one.
 *
 * @throws {Refusal} when it exists already, or cannot be written
 */
export async function createNewFile(path: string): Promise<WriteStream> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise((resolve, reject) => {
    output.once('open', resolve);
    output.once('error', () => reject(new Refusal('the file exists already, or cannot be written')));
  });
  return output;
}
