import '../../shared/public/page.css';

export const metadata = { title: 'Acme' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
