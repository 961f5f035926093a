import type { Options } from 'minisearch';

/** A section of a page. */
export interface SearchEntry {
  /** Its address. */
  id: string;
  page: string;
  title: string;
  text: string;
}

/** The build writes the index with these options, and the page reads it with the same ones. */
export const searchOptions: Options<SearchEntry> = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page'],
  searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
};
