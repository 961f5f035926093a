import { connect, type Socket } from 'node:net';

/** A connection to a server on loopback. */
export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** The status of the next answer. One request at a time: the connection has no other answer under way. */
export function answer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (): void => reject(new Error('the connection ended during an answer'));
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!isComplete(text)) return;
      socket.off('data', read).off('close', end);
      resolve(text.slice(9, 12));
    };
    socket.on('data', read).once('close', end);
  });
}

/** An answer has either a length, or chunks of which the last is empty. */
function isComplete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return false;
  if (/transfer-encoding: chunked/i.test(text)) return text.endsWith('\r\n0\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= head + 4 + length;
}
