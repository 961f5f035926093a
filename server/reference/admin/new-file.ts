import { createWriteStream, type WriteStream } from 'node:fs';
import { CommandRefused } from './program.js';

/**
 * A file that exists is never overwritten, and nobody else may read this one.
 *
 * @throws {CommandRefused} when it exists already, or cannot be written
 */
export async function createNewFile(path: string): Promise<WriteStream> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise((resolve, reject) => {
    output.once('open', resolve);
    output.once('error', () => reject(new CommandRefused('the file exists already, or cannot be written')));
  });
  return output;
}
