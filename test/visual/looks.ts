/** Each state is checked in eight looks. */
export interface Look {
  width: 360 | 1280;
  dir: 'ltr' | 'rtl';
  colorScheme: 'light' | 'dark';
}

export const widths = [360, 1280] as const;
export const directions = ['ltr', 'rtl'] as const;
export const colorSchemes = ['light', 'dark'] as const;

export const heightOf = { 360: 740, 1280: 900 } as const;
export const languageOf = { ltr: 'en', rtl: 'ar' } as const;

export const looks: readonly Look[] = widths.flatMap((width) =>
  directions.flatMap((dir) => colorSchemes.map((colorScheme) => ({ width, dir, colorScheme }))),
);

/** The file of a screenshot. A dialog that scrolls has a second one, scrolled to its end. */
export function fileName(state: string, { width, dir, colorScheme }: Look, part = ''): string {
  return `${state.replace(/\W+/g, '-')}.${width}.${dir}.${colorScheme}${part}.png`;
}
