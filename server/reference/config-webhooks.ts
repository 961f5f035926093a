import * as z from 'zod';
import { checkEndpoints, type WebhookEndpoint } from '../adapters/webhook/endpoint.js';

const endpoints = z.array(
  z.strictObject({
    name: z.string(),
    url: z.string(),
    secrets: z.array(z.string()),
    events: z.array(z.string()).optional(),
    allowPrivate: z.boolean().optional(),
  }),
);

/**
 * Reads endpoints from JSON: `[{ "name": "siem", "url": "https://…", "secrets": ["whsec_…"] }]`. An empty list is none.
 *
 * @throws {TypeError} with a message of one sentence that repeats neither a URL nor a secret
 */
export function readWebhooks(text: string): WebhookEndpoint[] {
  const result = endpoints.safeParse(parse(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    const [index, ...path] = issue?.path ?? [];
    const where = typeof index === 'number' ? [`endpoint ${index + 1}:`, ...path.map(String)] : [];
    throw new TypeError([...where, issue?.message ?? 'cannot be used'].join(' '));
  }
  if (result.data.length > 0) checkEndpoints(result.data);
  return result.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error of the parser repeats a part of the text.
    throw new TypeError('it has to be JSON, a list of endpoints');
  }
}
