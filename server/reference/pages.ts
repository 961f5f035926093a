import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { Router, type RequestHandler } from 'express';

/**
 * The only spelling of a path under which a file is served. The file system also accepts doubled slashes, percent-encoded
 * letters, dot segments and trailing dots; a guard that compares paths would miss these.
 */
const plainPath = /^(?:\/[\w-]+(?:\.[\w-]+)*)*\/?$/;
/** Case-insensitive, like some file systems. */
const guardedPath = /^\/(preferences|administration)(?:\/|$)/i;

/** Each runs for the pages below its path, before they are served. */
export type PageGuards = Record<'preferences' | 'administration', RequestHandler>;

/**
 * Serves the demo pages from a directory, if it exists: `/sign-in` is `sign-in/index.html`. A missing file goes to the next
 * handler. Files under `assets/` have a hash in their name and never change; browsers revalidate all other files.
 *
 * @param guards that of the preferences redirects a browser without a full session; the other one hides its page
 */
export function pages(directory: string, guards: PageGuards): Router {
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
    const [, guarded] = guardedPath.exec(req.path) ?? [];
    if (guarded !== undefined) return guards[guarded.toLowerCase() as keyof PageGuards](req, res, next);
    next();
  });
  router.use((req, res, next) => {
    const page = join(req.path, 'index.html');
    if (!req.path.includes('.') && existsSync(join(directory, page))) req.url = page;
    serve(req, res, next);
  });
  return router;
}

/** Answers a browser with the page `not-found`. A program gets the next handler, and so does everyone if the page is missing. */
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
