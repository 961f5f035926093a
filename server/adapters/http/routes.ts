import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';

/** A path of the contract. */
export interface Route {
  /** As in the table of the contract: `/authenticators/{id}`. */
  pattern: string;
  /** By method. */
  operations: ReadonlyMap<string, Operation>;
}

const routes = byPattern();
const placeholder = '{id}';

/** @param path below the place where the contract is mounted; null for one that the contract does not have */
export function findRoute(path: string): (Route & { id: string }) | null {
  const exact = routes.get(path);
  if (exact !== undefined) return { ...exact, id: '' };
  const end = path.lastIndexOf('/') + 1;
  const route = routes.get(path.slice(0, end) + placeholder);
  const id = route === undefined ? null : decode(path.slice(end));
  return route === undefined || id === null ? null : { ...route, id };
}

/** Null for a text that is not percent-encoded UTF-8, or for an empty one. */
function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment) || null;
  } catch {
    return null;
  }
}

function byPattern(): Map<string, Route> {
  const found = new Map<string, Route & { operations: Map<string, Operation> }>();
  for (const [operation, { method, path }] of Object.entries(endpoints)) {
    const route = found.get(path) ?? { pattern: path, operations: new Map<string, Operation>() };
    route.operations.set(method, operation as Operation);
    found.set(path, route);
  }
  return found;
}
