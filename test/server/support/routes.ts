import type { Express } from 'express';
import { endpoints } from '../../../widget/protocol/endpoints.js';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  match(path: string): boolean;
}

/** Where routers are mounted: Express keeps no text of it. */
const mounts = ['/api'];

/** The contract is one handler, which routes by this table itself. */
const contract = Object.values(endpoints).map(({ method, path }) => `${method} /api/2fa${path}`);

/** Every route of an app as `GET /path`, read from the app itself, so that a new one cannot be forgotten. */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  return [...new Set([...contract, ...stack.flatMap((layer) => routesBelow(layer, ''))])].sort();
}

function routesBelow(layer: Layer, base: string): string[] {
  const { route, handle } = layer;
  if (route) {
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    return methods.map((method) => `${method.toUpperCase()} ${base}${route.path}`);
  }
  if (!handle.stack) return [];
  const mount = mounts.find((path) => layer.match(path));
  if (mount === undefined) throw new Error('a router is mounted at a path that this list does not know');
  return handle.stack.flatMap((inner) => routesBelow(inner, mount));
}
