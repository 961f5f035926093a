/** What the input under the boxes has to be, whether it is the element's own or the page's. */
export interface FieldNeeds {
  disabled: boolean;
  readonly: boolean;
  required: boolean;
  invalid: boolean;
}

/** Texts for an input that cannot be tied by id to the ones in the shadow root. */
export interface FieldTexts {
  label: string;
  description: string;
}

/** Calls back when the page has changed an attribute: a morph to the HTML of its server takes away what is set here. */
export function watchEquipment(input: HTMLInputElement, equip: () => void): MutationObserver {
  const observer = new MutationObserver(equip);
  observer.observe(input, { attributes: true });
  return observer;
}

export function equip(input: HTMLInputElement, { disabled, readonly, required, invalid }: FieldNeeds): void {
  put(input, 'disabled', disabled ? '' : null);
  put(input, 'readonly', readonly ? '' : null);
  put(input, 'required', required ? '' : null);
  put(input, 'aria-invalid', String(invalid));
}

/** What the page has set itself stays. */
export function describe(input: HTMLInputElement, { label, description }: FieldTexts): void {
  if (!input.inputMode) put(input, 'inputmode', 'numeric');
  if (!input.autocomplete) put(input, 'autocomplete', 'one-time-code');
  if (!input.labels?.length) put(input, 'aria-label', label);
  put(input, 'aria-description', description);
}

/** Leaves an equal attribute alone: a write is a mutation, and would call for the next one. */
function put(input: HTMLInputElement, name: string, value: string | null): void {
  if (input.getAttribute(name) === value) return;
  if (value === null) input.removeAttribute(name);
  else input.setAttribute(name, value);
}
