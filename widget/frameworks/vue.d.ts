/**
 * `harmony-2fa/vue`: types of the tags in templates, for Vue 3. Write `import type {} from 'harmony-2fa/vue'` once.
 *
 * Vue sets the properties that the element has. Listen with an object, `v-on="listeners"`: Vue's `@event` syntax mangles names
 * with a digit after a hyphen.
 */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type VueTag<Tag extends Tags[keyof Tags]> = new () => {
  /** For the compiler of templates only: an element has no `$props`. @deprecated */
  $props: PublicProps & Omit<HTMLAttributes, keyof Tag['properties']> & Tag['properties'];
};

type VueTags = { [Name in keyof Tags]: VueTag<Tags[Name]> };

/** The listeners of a tag's `v-on`, for `satisfies`: Vue does not check them in a template. */
export type Listeners<Name extends keyof Tags> = {
  [Event in keyof Tags[Name]['events']]?: Handler<Tags[Name], Event>;
};

declare module 'vue' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with Vue's own.
  interface GlobalComponents extends VueTags {}
}
