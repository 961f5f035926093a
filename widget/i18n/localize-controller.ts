import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { findLanguage, languageListeners } from './languages.js';
import type { StringOverrides, Strings } from './strings.js';

/** The texts of one element's language. */
export interface Localization<Texts = Strings> {
  readonly strings: Texts;
  /** For `Intl`: the language of the texts, with the region of the page's `lang`. */
  readonly locale: string;
}

export interface LocalizeHost extends ReactiveControllerHost, HTMLElement {
  readonly strings?: StringOverrides | null;
}

/** The elements on the page. All of them render again when a language is added or a `lang` changes, which is rare. */
const hosts = new Set<LocalizeHost>();
const updateAll = () => hosts.forEach((host) => host.requestUpdate());
/** One observer for the whole page, connected while an element is there. */
let observer: MutationObserver | undefined;
languageListeners.add(updateAll);

/**
 * Finds the language of an element: the nearest `lang` around it, across shadow roots, else the browser's language.
 *
 * Owns: the language, and a new render when it changes or its file arrives. Does not own: direction (CSS follows `dir`) or
 * any text (the element brings its English). No shared registry of a library: other elements on the page would mix their
 * texts with these.
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
    // An observer does not see into shadow roots, so observe each root around the element. A second call has no effect.
    for (const node of around(this.host)) {
      observer.observe(node.getRootNode(), { attributeFilter: ['lang'], subtree: true });
    }
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    hosts.delete(this.host);
    if (hosts.size === 0) observer?.disconnect();
  }

  /** The texts that the page has set on the host. The same object until the page sets another one. */
  get overrides(): StringOverrides {
    if (this.#given !== this.host.strings) this.#texts = readTexts((this.#given = this.host.strings));
    return this.#texts;
  }

  get current(): Localization<Texts> {
    return this.translate(this.english);
  }

  /** The texts of a part that the element has loaded. */
  translate<Part extends object>(english: Part): Localization<Part> {
    const wanted = nearestLang(this.host);
    const found = findLanguage(wanted);
    const tag = found?.tag ?? 'en';
    // `de-AT`: German texts with Austrian dates. A language without texts here: English texts with English dates.
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

/** The element, then the host of each shadow root around it. */
function* around(element: Element): Generator<Element> {
  for (let node: Element | undefined = element; node; node = (node.getRootNode() as Partial<ShadowRoot>).host)
    yield node;
}

/** A tag that `Intl` accepts. English for a malformed one, such as `xx-<script>`. */
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

/** A page may set an object with throwing getters. It then has no texts. */
function readTexts(given: unknown): StringOverrides {
  try {
    return { ...(given as StringOverrides) };
  } catch {
    return {};
  }
}
