import { MemoryClient } from '../memory-client.js';

/** Replaces a server, so that each host runs alone. A page with a back end at `/api/2fa` needs no client. */
export const backEnd = new MemoryClient({
  issuer: 'Acme',
  account: 'ada@acme.example',
  password: 'correct horse battery staple',
  latency: 50,
});
