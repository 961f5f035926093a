/**
 * `harmony-2fa/preact`: types of the tags in JSX, for Preact. Write `import type {} from 'harmony-2fa/preact'` once.
 *
 * Preact sets properties on a tag that is registered before the render. A handler is named `on` and the whole event name.
 */
import type { ClassAttributes, HTMLAttributes } from 'preact';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type PreactTag<Tag extends Tags[keyof Tags]> = ClassAttributes<Tag['element']> &
  Omit<HTMLAttributes<Tag['element']>, keyof Tag['properties']> &
  Tag['properties'] &
  Tag['attributes'] & {
    [Name in keyof Tag['events'] & string as `on${Name}`]?: Handler<Tag, Name> | undefined;
  };

type PreactTags = { [Name in keyof Tags]: PreactTag<Tags[Name]> };

declare module 'preact' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with Preact's own.
    interface IntrinsicElements extends PreactTags {}
  }
}
