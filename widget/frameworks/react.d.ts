/**
 * `harmony-2fa/react`: types of the tags in JSX, for React 19. Write `import type {} from 'harmony-2fa/react'` once.
 *
 * React sets properties on a tag that is registered before the render. A handler is named `on` and the whole event name.
 */
import type { ClassAttributes, HTMLAttributes } from 'react';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type ReactTag<Tag extends Tags[keyof Tags]> = ClassAttributes<Tag['element']> &
  Omit<HTMLAttributes<Tag['element']>, keyof Tag['properties']> &
  Tag['properties'] &
  Tag['attributes'] & {
    [Name in keyof Tag['events'] & string as `on${Name}`]?: Handler<Tag, Name> | undefined;
  };

type ReactTags = { [Name in keyof Tags]: ReactTag<Tags[Name]> };

declare module 'react' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with React's own.
    interface IntrinsicElements extends ReactTags {}
  }
}
