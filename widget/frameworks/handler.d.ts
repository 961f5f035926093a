/** A listener of a page: it gets the event's own type, and the element as its target. */
export type Handler<Tag extends { element: unknown; events: object }, Name extends keyof Tag['events']> = (
  event: Tag['events'][Name] & { readonly currentTarget: Tag['element'] },
) => void;
