import { MemoryClient } from '../memory-client.js';

/** Stands in for a server, so that each host runs by itself; a page with a back end at `/api/2fa` needs no client at all. */
export const backEnd = new MemoryClient({
  issuer: 'Acme',
  account: 'ada@acme.example',
  password: 'correct horse battery staple',
  latency: 50,
});
