import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { Router, type RequestHandler } from 'express';

/**
 * The demo pages from a directory, if it is there: `/sign-in` is `sign-in/index.html`. What it lacks goes on to the next
 * handler. Files under `assets/` carry a hash in their name and never change; everything else is asked for anew.
 *
 * @param guard sends a browser without a full session away; runs for pages under `/preferences`
 */
export function pages(directory: string, guard: RequestHandler): Router {
  const router = Router({ strict: true, caseSensitive: true });
  if (!existsSync(directory)) return router;
  const assets = join(directory, 'assets') + sep;
  const serve = express.static(directory, {
    index: false,
    redirect: false,
    cacheControl: false,
    setHeaders: (res, path) => {
      res.setHeader('Cache-Control', path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  router.use('/preferences', guard);
  router.use((req, res, next) => {
    const page = join(req.path, 'index.html');
    if (/^[\w/-]+$/.test(req.path) && existsSync(join(directory, page))) req.url = page;
    serve(req, res, next);
  });
  return router;
}
