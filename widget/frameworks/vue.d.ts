/**
 * `harmony-2fa/vue`: the tags in templates, for Vue 3. Types alone: `import type {} from 'harmony-2fa/vue'` once.
 *
 * Vue sets what the element has as a property. Listeners are given as an object, `v-on="listeners"`: of a static
 * `@harmony-2fa-…` Vue makes a camel-case name and back, and a name in which a digit follows a hyphen does not survive that.
 */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { Handler } from './handler.js';
import type { Tags } from './tags.js';

type VueTag<Tag extends Tags[keyof Tags]> = new () => {
  /** For the compiler of templates; an element has none. @deprecated */
  $props: PublicProps & Omit<HTMLAttributes, keyof Tag['properties']> & Tag['properties'];
};

type VueTags = { [Name in keyof Tags]: VueTag<Tags[Name]> };

/** What `v-on` of a tag takes, for `satisfies`: templates themselves are not checked there. */
export type Listeners<Name extends keyof Tags> = {
  [Event in keyof Tags[Name]['events']]?: Handler<Tags[Name], Event>;
};

declare module 'vue' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Only an interface merges with Vue's own.
  interface GlobalComponents extends VueTags {}
}
