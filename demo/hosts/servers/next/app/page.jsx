'use client';

import dynamic from 'next/dynamic';

// React sets no property on a tag that it finds in a server's HTML, so the browser renders the elements.
const Acme = dynamic(() => import('./acme.jsx'), { ssr: false });

export default function Page() {
  return (
    <main>
      <h1>Acme</h1>
      <Acme />
    </main>
  );
}
