import type { Request, Response } from 'express';

/** What may be said of a request that is over: words of this server, none of the caller's. */
export interface EndedRequest {
  /** Null for one that HTTP knows and no route here takes. */
  method: string | null;
  /** The pattern, such as `/api/workspaces/:slug`; null when no route took it. */
  route: string | null;
  /** 499, as nginx has it, when the client had gone before the answer was sent. */
  status: number;
  milliseconds: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const clientHasGone = 499;

/** Tells of a request once, when its answer is sent or its connection is cut, whichever it is. */
export function whenEnded(req: Request, res: Response, tell: (ended: EndedRequest) => void): void {
  const started = performance.now();
  // Node emits it after `finish` too, so it alone comes for every request, and once.
  res.once('close', () => {
    tell({
      method: methods.has(req.method) ? req.method : null,
      route: routeOf(req),
      status: res.writableFinished ? res.statusCode : clientHasGone,
      milliseconds: performance.now() - started,
    });
  });
}

function routeOf(req: Request): string | null {
  const { route, baseUrl } = req as { route?: { path?: unknown }; baseUrl: string };
  return typeof route?.path === 'string' ? baseUrl + route.path : null;
}
