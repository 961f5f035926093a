import type { CustomProperty } from './custom-properties.js';

/** Chosen values by the name of the custom property, without its prefix. */
export type Choices = ReadonlyMap<string, string>;

/** The style sheet to copy: the theme, then the chosen values. */
export function cssFor(tag: string, theme: string, choices: Choices): string {
  const lines = [...choices].map(([name, value]) => `  --harmony-2fa-${name}: ${value};`);
  const own = lines.length === 0 ? '' : `${tag} {\n${lines.join('\n')}\n}\n`;
  return [theme.trim(), own.trim()].filter(Boolean).join('\n\n');
}

/** The tag to copy, with the changed attributes. */
export function htmlFor(tag: string, attributes: ReadonlyMap<string, string | true>): string {
  const written = [...attributes].map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escape(value)}"`));
  return `<${tag}${written.join('')}></${tag}>`;
}

/** The chosen value in a field; null for the default. */
export function choiceOf({ initial }: CustomProperty, value: string): string | null {
  const text = value.trim().replaceAll(/[;{}]/g, '');
  return text === '' || text === initial ? null : text;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
