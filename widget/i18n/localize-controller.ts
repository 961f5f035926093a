import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { findLanguage, watchLanguages } from './languages.js';
import type { StringOverrides, Strings } from './strings.js';

/** The texts of one element's language, and Intl in the same language. */
export interface Localization {
  readonly strings: Strings;
  date(iso: string): string;
  /** Whole seconds in words: “45 seconds”, “2 minutes”, “1 hour”; rounded up, since people wait for its end. */
  duration(seconds: number): string;
}

export interface LocalizeHost extends ReactiveControllerHost, HTMLElement {
  readonly strings?: StringOverrides | null;
}

/**
 * Finds the language of an element: the nearest `lang` around it, across shadow roots, else the browser's.
 *
 * Owns: which language, and re-rendering when that changes or a language file arrives. Does not own direction (CSS
 * follows `dir` by itself) or any text. Our own rather than a shared registry: one that other libraries on the page fill
 * as well would mix their texts with ours.
 */
export class LocalizeController implements ReactiveController {
  private readonly update = () => this.host.requestUpdate();
  private unwatch: (() => void)[] = [];

  constructor(private readonly host: LocalizeHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.unwatch = [watchLanguages(this.update), watchLangAttributes(this.update)];
    this.update();
  }

  hostDisconnected(): void {
    for (const stop of this.unwatch) stop();
  }

  get current(): Localization {
    const wanted = nearestLang(this.host);
    const { tag, strings } = findLanguage(wanted);
    // de-AT words and de-AT dates; but never English words with the dates of a language that has no words here.
    const locale = wanted.toLowerCase().split('-')[0] === tag.split('-')[0] ? wanted : tag;
    return {
      strings: override(strings, this.host.strings),
      date: (iso) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(iso)),
      duration: (seconds) => formatDuration(seconds, locale),
    };
  }
}

function nearestLang(element: Element): string {
  for (let node: Element | null = element; node; node = hostOf(node)) {
    const lang = node.closest('[lang]')?.getAttribute('lang');
    if (lang) return canonical(lang);
  }
  return canonical(navigator.language);
}

function hostOf(node: Element): Element | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** A tag that Intl takes; English when it is none (`lang="xx-<script>"`, `lang="en_US"`). */
function canonical(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function override(strings: Strings, overrides: unknown): Strings {
  if (typeof overrides !== 'object' || overrides === null) return strings;
  const usable = Object.entries(overrides).filter(
    ([key, value]) => Object.hasOwn(strings, key) && typeof value === typeof strings[key as keyof Strings],
  );
  return usable.length === 0 ? strings : { ...strings, ...Object.fromEntries(usable) };
}

function formatDuration(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

const langListeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** One observer for the whole page, there only while an element is: it fires when a `lang` changes, which is rare. */
function watchLangAttributes(listener: () => void): () => void {
  if (langListeners.size === 0) {
    observer ??= new MutationObserver(() => langListeners.forEach((notify) => notify()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true });
  }
  langListeners.add(listener);
  return () => {
    langListeners.delete(listener);
    if (langListeners.size === 0) observer?.disconnect();
  };
}
