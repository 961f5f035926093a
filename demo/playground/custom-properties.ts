/** A custom property of the elements, with its default. */
export interface CustomProperty {
  /** Without `--harmony-2fa-`. */
  name: string;
  kind: 'colour' | 'text';
  initial: string;
  what: string;
}

const colour = (name: string, light: string, dark: string, what: string): CustomProperty => ({
  name,
  kind: 'colour',
  initial: light === dark ? light : `light-dark(${light}, ${dark})`,
  what,
});
const text = (name: string, initial: string, what: string): CustomProperty => ({ name, kind: 'text', initial, what });

export const colours: readonly CustomProperty[] = [
  colour('ground', '#fff', '#161617', 'Ground of the section'),
  colour('raised', '#fff', '#1d1d1f', 'Ground of dialogs'),
  colour('field', '#fff', '#111112', 'Ground of fields and boxes'),
  colour('subtle', '#f5f5f5', '#262628', 'Quiet areas, under the pointer'),
  colour('ink', '#111', '#f2f2f3', 'Text'),
  colour('muted', '#5c5c61', '#a8a8ae', 'Secondary text'),
  colour('hairline', '#e3e3e5', '#343437', 'Lines that only divide'),
  colour('border', '#86868b', '#77777d', 'Borders of controls'),
  colour('primary', '#111', '#f2f2f3', 'The strong action'),
  colour('primary-ink', '#fff', '#111', 'Text on it'),
  colour('focus', '#0b5fd6', '#6ea8ff', 'Focus ring, active box'),
  colour('success', '#146c3a', '#5fd38d', 'What went well'),
  colour('warning', '#8a4b00', '#f2b155', 'What needs attention'),
  colour('danger', '#c01a1a', '#ff8078', 'Errors, what is lost'),
  colour('danger-ground', '#c01a1a', '#b42318', 'The action that loses something'),
  colour('danger-ink', '#fff', '#fff', 'Text on it'),
  colour('backdrop', 'rgb(0 0 0 / 45%)', 'rgb(0 0 0 / 45%)', 'Over the page behind a dialog'),
];

export const fontsAndSizes: readonly CustomProperty[] = [
  text('font', 'inherit', 'Font family'),
  text('code-font', 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', 'Font of keys and codes'),
  text('text-size', '0.875rem', 'Text'),
  text('heading-size', '1rem', 'Headings (1.25rem in the challenge)'),
  text('code-size', '1.25rem', 'Digits in the boxes'),
  text('space', '4px', 'Unit of gaps and paddings'),
  text('control-size', '44px', 'Height of controls'),
  text('radius', '8px', 'Corners'),
  text('shadow', '0 16px 48px rgb(0 0 0 / 22%), 0 2px 8px rgb(0 0 0 / 10%)', 'Shadow of dialogs'),
  text('dialog-size', '440px', 'Width of dialogs'),
  text('setup-size', '560px', 'Width of the set-up dialog'),
  text('qr-size', '192px', 'Side of the QR code'),
];

export const customProperties: readonly CustomProperty[] = [...colours, ...fontsAndSizes];
