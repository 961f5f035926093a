/**
 * `harmony-2fa/solid`: types of the tags in JSX, for Solid. Write `import type {} from 'harmony-2fa/solid'` once.
 *
 * Solid sets properties on every custom element. A listener is named `on:` and the event name.
 */
import type { JSX } from 'solid-js';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type SolidTag<Tag extends Tags[keyof Tags]> = Omit<JSX.HTMLAttributes<Tag['element']>, keyof Tag['properties']> &
  Tag['properties'] &
  Tag['attributes'] & {
    [Name in keyof Tag['properties'] & string as `prop:${Name}`]?: Tag['properties'][Name];
  } & {
    [Name in keyof Tag['events'] & string as `on:${Name}`]?: Handler<Tag, Name> | undefined;
  };

type SolidTags = { [Name in keyof Tags]: SolidTag<Tags[Name]> };

declare module 'solid-js' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with Solid's own.
    interface IntrinsicElements extends SolidTags {}
  }
}
