import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';

/** A path of the contract. */
export interface Route {
  /** As in the table of the contract: `/authenticators/{id}`. */
  pattern: string;
  /** By method. */
  operations: ReadonlyMap<string, Operation>;
  /** What the request has in the place of `{id}`; empty where the path has none. */
  id: string;
}

/** @param path below the place where the contract is mounted; null for one that these operations do not have */
export type FindRoute = (path: string) => Route | null;

/** The operations that need methods which a host may lack. */
const ofDevices: ReadonlySet<Operation> = new Set(['devices', 'removeDevice', 'removeOtherDevices']);
const placeholder = '{id}';

/** @param hasDevices whether the host has the methods of sessions and devices; the contract answers 404 for them otherwise */
export function createRoutes(hasDevices: boolean): FindRoute {
  const routes = byPattern((operation) => hasDevices || !ofDevices.has(operation));
  return (path) => {
    const operations = routes.get(path);
    if (operations !== undefined && !path.endsWith(placeholder)) return { pattern: path, operations, id: '' };
    const end = path.lastIndexOf('/') + 1;
    const pattern = path.slice(0, end) + placeholder;
    const ofOne = routes.get(pattern);
    const id = ofOne === undefined ? null : decode(path.slice(end));
    return ofOne === undefined || id === null ? null : { pattern, operations: ofOne, id };
  };
}

/** All paths of the contract. */
export const findRoute = createRoutes(true);

/** Null for a text that no id can be: an id is visible ASCII. */
function decode(segment: string): string | null {
  try {
    const id = decodeURIComponent(segment);
    return /^[!-~]{1,128}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}

function byPattern(isPresent: (operation: Operation) => boolean): Map<string, Map<string, Operation>> {
  const found = new Map<string, Map<string, Operation>>();
  for (const [name, { method, path }] of Object.entries(endpoints)) {
    const operation = name as Operation;
    if (!isPresent(operation)) continue;
    found.set(path, (found.get(path) ?? new Map<string, Operation>()).set(method, operation));
  }
  return found;
}
