import { join } from 'node:path';
import { startServer, type ServerOptions, type TestServer } from '../server/support/test-server.js';

const pagesDirectory = join(import.meta.dirname, '..', '..', 'dist', 'demo');

/** The reference server with the built pages of the demo. It runs in the process of the test, which turns its clock. */
export async function startPagesServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = await startServer({ ...options, pagesDirectory });
  // The pages come from the port that the server has found.
  await server.restart({ origins: [server.url] });
  return server;
}
