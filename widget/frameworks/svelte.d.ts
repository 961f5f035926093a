/**
 * `harmony-2fa/svelte`: types of the tags in markup, for Svelte 5. Write `import type {} from 'harmony-2fa/svelte'` once.
 *
 * Svelte sets the properties that the element has. A handler is named `on` and the whole event name.
 */
import type { HTMLAttributes } from 'svelte/elements';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type SvelteTag<Tag extends Tags[keyof Tags]> = Omit<HTMLAttributes<Tag['element']>, keyof Tag['properties']> &
  Tag['properties'] & {
    // Svelte writes `false` as the attribute value "false", which turns the attribute on. Use the property for `false`.
    [Name in keyof Tag['attributes']]?: Exclude<Tag['attributes'][Name], false>;
  } & {
    [Name in keyof Tag['events'] & string as `on${Name}`]?: Handler<Tag, Name> | undefined;
  };

type SvelteTags = { [Name in keyof Tags]: SvelteTag<Tags[Name]> };

declare module 'svelte/elements' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with Svelte's own.
  interface SvelteHTMLElements extends SvelteTags {}
}
