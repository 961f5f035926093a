const defaultBasePath = '/api/2fa';

/** @throws {TypeError} for a path that no request begins with */
export function readBasePath(basePath: unknown = defaultBasePath): string {
  if (typeof basePath === 'string' && (basePath === '' || /^(\/[\w.~-]+)+$/.test(basePath))) return basePath;
  throw new TypeError('basePath has to begin with a slash and not end with one, such as /api/2fa');
}

/** The path of a request below the place where the contract is mounted, without the query; empty for a path elsewhere. */
export function pathBelow(basePath: string, url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '';
}
