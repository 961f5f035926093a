import { posix } from 'node:path';

export interface Page {
  /** Its Markdown, from the root of the repository. */
  source: string;
  /** Its address on the site. */
  path: string;
  /** Its name in the list of pages. */
  name: string;
  description: string;
}

/** Files at the root have names in capitals. They get the prefix `project/`, because a page about security exists, too. */
const page = (source: string, name: string, description: string): Page => {
  const file = posix.basename(source, '.md');
  const slug = file === file.toUpperCase() ? `project/${file.toLowerCase()}` : file;
  return { source, path: slug === 'index' ? '/docs' : `/docs/${slug}`, name, description };
};

/** Every page of the site, in the order of its list of pages. */
export const groups: readonly { title: string; pages: readonly Page[] }[] = [
  {
    title: 'In the page',
    pages: [
      page('demo/docs/index.md', 'Start', 'Both elements at work, and where to go from here.'),
      page('demo/docs/elements.md', 'Elements', 'Attributes, properties, events and parts of the elements.'),
      page('demo/docs/theming.md', 'Theming', 'Custom properties, parts and ready themes.'),
      page('demo/docs/frameworks.md', 'Frameworks', 'React, Vue, Svelte, Solid, Angular and rendering on a server.'),
      page('demo/docs/languages.md', 'Languages', 'The languages, and how to use texts of your own.'),
      page('widget/docs/texts.md', 'Texts', 'Each text of the elements, by its key.'),
      page('widget/docs/accessibility.md', 'Accessibility', 'WCAG 2.2 AA, criterion by criterion.'),
    ],
  },
  {
    title: 'On the server',
    pages: [
      page(
        'demo/docs/host.md',
        'The host',
        'Sign-in with your sessions, guards for your pages, and the functions behind them.',
      ),
      page('demo/docs/configuration.md', 'Configuration', 'The variables of the reference server.'),
      page('demo/docs/operations.md', 'Operations', 'Run the server, rotate keys, administer accounts.'),
      page(
        'server/docs/scale.md',
        'Scale',
        'Poolers, replicas, failover, and a database that is spread over many servers.',
      ),
      page('demo/docs/webhooks.md', 'Webhooks', 'Signed events for other systems: send, receive, send again.'),
      page('demo/docs/protocol.md', 'Protocol', 'Operations, messages and errors, for a back end of your own.'),
      page(
        'demo/docs/contract.md',
        'Contract',
        'OpenAPI and JSON Schema: each operation, message and error, and the promises that no schema can hold.',
      ),
      page('demo/docs/back-ends.md', 'Back ends', 'better-auth, and other back ends that know less.'),
      page('demo/docs/conformance.md', 'Conformance kit', 'One command tells which promises a back end keeps.'),
      page('demo/docs/speed.md', 'Speed', 'Measured goals.'),
    ],
  },
  {
    title: 'Security',
    pages: [
      page('demo/docs/security.md', 'Security', 'What is promised, against whom, and what is not.'),
      page('server/docs/threat-model.md', 'Threat model', 'Each promise with the test that tries it.'),
      page('server/docs/guess-probability.md', 'Odds of guessing', 'What the attempt policy leaves to luck.'),
      page('server/docs/attacks.md', 'Attacks tried', 'What was tried against the server.'),
      page(
        'server/docs/failures.md',
        'Failures elsewhere',
        'What went wrong in other software, and the test for it here.',
      ),
      page('server/docs/asvs.md', 'ASVS', 'The requirements of OWASP ASVS 5.0.'),
    ],
  },
  {
    title: 'The project',
    pages: [
      page('ARCHITECTURE.md', 'Architecture', 'The rooms, two journeys, and the decisions.'),
      page('CONTRIBUTING.md', 'Contributing', 'Set up, test, and change something.'),
      page('SECURITY.md', 'Report a vulnerability', 'How to report, what is supported.'),
      page('CHANGELOG.md', 'Changes', 'What an adopter notices.'),
    ],
  },
];

export const pages: readonly Page[] = groups.flatMap(({ pages }) => pages);

/** The address on the site for an address in the Markdown of a page; null when the site has no such page. */
export function addressOnSite(source: string, address: string): string | null {
  if (/^(https:|#|\/)/.test(address)) return address;
  const [path = '', anchor] = address.split('#');
  const target = posix.join(posix.dirname(source), path);
  const found = target === 'README.md' ? '/docs' : pages.find((page) => page.source === target)?.path;
  if (found === undefined) return null;
  return anchor !== undefined && target !== 'README.md' ? `${found}#${anchor}` : found;
}
