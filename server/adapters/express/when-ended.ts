import type { Request, Response } from 'express';

/** What logs and metrics may contain of a request: the server's own words and no text of the client. */
export interface EndedRequest {
  /** Null for a method that this server does not use. */
  method: string | null;
  /** The pattern, such as `/api/workspaces/:slug`; null when no route matched. */
  route: string | null;
  /** 499, as in nginx, when the client closed the connection before the answer. */
  status: number;
  milliseconds: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const clientClosedRequest = 499;

/** Calls back once per request, when the answer is sent or the connection is cut. */
export function whenEnded(req: Request, res: Response, callback: (ended: EndedRequest) => void): void {
  const started = performance.now();
  // Node emits `close` exactly once for every request, also after `finish`.
  res.once('close', () => {
    callback({
      method: methods.has(req.method) ? req.method : null,
      route: routeOf(req),
      status: res.writableFinished ? res.statusCode : clientClosedRequest,
      milliseconds: performance.now() - started,
    });
  });
}

function routeOf(req: Request): string | null {
  const { route, baseUrl } = req as { route?: { path?: unknown }; baseUrl: string };
  return typeof route?.path === 'string' ? baseUrl + route.path : null;
}
