import type { Express } from 'express';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  match(path: string): boolean;
}

/** Where routers are mounted, the longer path after the one it begins with: Express keeps no text of it. */
const mounts = ['/api', '/api/2fa'];

/** Every route of an app as `GET /path`, read from the app itself, so that a new one cannot be forgotten. */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  return [...new Set(stack.flatMap((layer) => routesBelow(layer, '')))].sort();
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
