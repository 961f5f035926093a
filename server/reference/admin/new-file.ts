import { createWriteStream, type WriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { CommandRefused } from '../administration/command-refused.js';

/**
 * Writes a file that only this user may read. It never overwrites one, and removes its own when the write fails.
 *
 * @throws {CommandRefused} when the file exists already, or cannot be written
 */
export async function writeNewFile<T>(path: string, write: (output: WriteStream) => Promise<T>): Promise<T> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise((resolve, reject) => {
    output.once('open', resolve);
    output.once('error', () => reject(new CommandRefused('the file exists already, or cannot be written')));
  });
  try {
    return await write(output);
  } catch (error) {
    output.destroy();
    await unlink(path);
    throw error;
  }
}
