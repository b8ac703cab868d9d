import { existsSync } from 'node:fs';
import path from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';

const folder = path.resolve(import.meta.dirname, '../../../studio/dist');

/** The built Studio: hashed files for ever, the page itself never, and the page for every address of the application. */
export function studioFiles(): Router {
  const router = Router();
  const page = path.join(folder, 'index.html');
  router.use(compression());
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
  );
  router.use(express.static(folder, { index: false, redirect: false, maxAge: '1h' }));
  router.get('/{*address}', (request, response, next) => {
    // A missing file is missing; only addresses of the application are the page.
    if (path.extname(request.path) !== '' || !existsSync(page)) return next();
    response.set('Cache-Control', 'no-cache').sendFile(page);
  });
  return router;
}
