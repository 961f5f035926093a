import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { Router, type RequestHandler } from 'express';

/**
 * The one spelling under which a file is served. The file system also finds it by doubled slashes, percent-encoded
 * letters, dot segments or trailing dots; a guard that compares paths does not.
 */
const plainPath = /^(?:\/[\w-]+(?:\.[\w-]+)*)*\/?$/;
/** In any case, because some file systems do not tell the cases apart. */
const guardedPath = /^\/preferences(?:\/|$)/i;

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
  router.use((req, res, next) => {
    if (!plainPath.test(req.path)) return next('router');
    if (guardedPath.test(req.path)) return guard(req, res, next);
    next();
  });
  router.use((req, res, next) => {
    const page = join(req.path, 'index.html');
    if (!req.path.includes('.') && existsSync(join(directory, page))) req.url = page;
    serve(req, res, next);
  });
  return router;
}

/** Answers a person's browser with the page `not-found`; a program goes on to the next handler, as does a missing page. */
export function notFoundPage(directory: string): RequestHandler {
  const file = join(directory, 'not-found', 'index.html');
  const page = existsSync(file) ? readFileSync(file) : null;
  return (req, res, next) => {
    if (!page || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
    res.vary('Accept');
    // JSON comes first, so that a client without a preference gets it.
    if (req.accepts(['json', 'html']) !== 'html') return next();
    res.status(404).set('Cache-Control', 'no-store').type('html').send(page);
  };
}
