import express, { type Express } from 'express';

/**
 * A server that renders HTML. It writes the bare tags, and the browser fills them when the script has loaded. The package does
 * not run on this server.
 *
 * @param assets the folder with the built `page.js`
 */
export function createApp(assets: string): Express {
  const app = express();
  app.get('/', (_request, response) => {
    response.send(renderPage({ account: 'ada@acme.example' }));
  });
  app.use(express.static(assets, { index: false }));
  return app;
}

function renderPage({ account }: { account: string }): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>harmony-2fa in server-rendered HTML</title>
    <link rel="icon" href="data:," />
    <style>
      /* Reserves space until the element shows the status, so that the page below does not move. */
      harmony-2fa-setup { display: block; min-block-size: 220px; }
    </style>
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>
      <h1>Server-rendered HTML</h1>
      <button id="preferences">Hide preferences</button>
      <button id="sign-in">Show sign-in</button>
      <output></output>
      <section id="setup"><harmony-2fa-setup product="Acme" account="${escape(account)}"></harmony-2fa-setup></section>
      <section id="challenge"></section>
      <footer>Acme Ltd.</footer>
    </main>
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
