import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { findLanguage, watchLanguages } from './languages.js';
import type { StringOverrides, Strings } from './strings.js';

/** The texts of one element's language. */
export interface Localization<Texts = Strings> {
  readonly strings: Texts;
  /** For Intl: the language of the texts, in the page's own variety. */
  readonly locale: string;
}

export interface LocalizeHost extends ReactiveControllerHost, HTMLElement {
  readonly strings?: StringOverrides | null;
}

/** The elements on the page: all are asked again when a language has arrived or a `lang` has changed, which is rare. */
const hosts = new Set<LocalizeHost>();
const updateAll = () => hosts.forEach((host) => host.requestUpdate());
/** One for the whole page, at work only while an element is there. */
let observer: MutationObserver | undefined;
watchLanguages(updateAll);

/**
 * Finds the language of an element: the nearest `lang` around it, across shadow roots, else the browser's.
 *
 * Owns: which language, and re-rendering when that changes or a language file arrives. Does not own direction (CSS
 * follows `dir` by itself) or any text: the element brings the English that it needs, to fall back on. Our own rather than
 * a shared registry: one that other libraries on the page fill as well would mix their texts with ours.
 */
export class LocalizeController<Texts extends object> implements ReactiveController {
  #given: unknown;
  #texts: StringOverrides = {};

  constructor(
    private readonly host: LocalizeHost,
    private readonly english: Texts,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this.host);
    observer ??= new MutationObserver(updateAll);
    // It does not see into shadow roots: each one around the element is observed. A second time changes nothing.
    for (const node of around(this.host)) {
      observer.observe(node.getRootNode(), { attributeFilter: ['lang'], subtree: true });
    }
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    hosts.delete(this.host);
    if (hosts.size === 0) observer?.disconnect();
  }

  /** The texts that the page has set on the host; the same object as long as the page sets no other. */
  get overrides(): StringOverrides {
    if (this.#given !== this.host.strings) this.#texts = readTexts((this.#given = this.host.strings));
    return this.#texts;
  }

  get current(): Localization<Texts> {
    return this.translate(this.english);
  }

  /** The same for the texts of a part that the element has fetched. */
  translate<Part extends object>(english: Part): Localization<Part> {
    const wanted = nearestLang(this.host);
    const found = findLanguage(wanted);
    const tag = found?.tag ?? 'en';
    // de-AT words and de-AT dates; but never English words with the dates of a language that has no words here.
    const locale = wanted.split('-')[0] === tag.split('-')[0] ? wanted : tag;
    return {
      strings: override({ ...english, ...found?.strings }, this.overrides),
      locale,
    };
  }
}

function nearestLang(element: Element): string {
  for (const node of around(element)) {
    const lang = node.closest('[lang]')?.getAttribute('lang');
    if (lang) return canonical(lang);
  }
  return canonical(navigator.language);
}

/** An element, and outwards the hosts of the shadow roots that it is in. */
function* around(element: Element): Generator<Element> {
  for (let node: Element | undefined = element; node; node = (node.getRootNode() as Partial<ShadowRoot>).host)
    yield node;
}

/** A tag that Intl takes; English when it is none (`lang="xx-<script>"`, `lang="en_US"`). */
function canonical(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function override<Texts extends object>(strings: Texts, overrides: object): Texts {
  const usable = Object.entries(overrides).filter(
    ([key, value]) => typeof value === typeof strings[key as keyof Texts] && Object.hasOwn(strings, key),
  );
  return { ...strings, ...Object.fromEntries(usable) };
}

/** A page may set anything, an object that throws when it is read included; then there is nothing to take from it. */
function readTexts(given: unknown): StringOverrides {
  try {
    return { ...(given as StringOverrides) };
  } catch {
    return {};
  }
}
