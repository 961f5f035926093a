/** What a page listens with: the event has its own type, and comes from the tag's own element. */
export type Handler<Tag extends { element: unknown; events: object }, Name extends keyof Tag['events']> = (
  event: Tag['events'][Name] & { readonly currentTarget: Tag['element'] },
) => void;
