import type { StepUpElement } from '../../widget/index.js';
import type { Step } from './element-state.js';

/** Milliseconds for one step; a dialog is fetched when it is first opened. */
const stepTimeout = 30_000;

/** Leads an element with English texts to a state: uses its buttons and fields. Ends when the element leaves the page. */
export async function lead(element: HTMLElement, steps: readonly Step[] = []): Promise<void> {
  for (const step of steps) await until(() => !element.isConnected || take(element, step), step);
}

/** Does the step if the element is ready for it. */
function take(element: HTMLElement, step: Step): boolean {
  const all = elementsIn(element).filter((one) => one.checkVisibility());
  const dialog = all.filter((one) => one.matches('dialog[open]')).at(-1);
  const scope = dialog ? elementsIn(dialog).filter((one) => one.checkVisibility()) : all;
  if ('prove' in step) {
    void (element as StepUpElement).prove();
    return true;
  }
  if ('press' in step || 'pressIfShown' in step) {
    const name = 'press' in step ? step.press : step.pressIfShown;
    const usable = 'button:not(:disabled, [aria-disabled=true])';
    const button = scope.find((one) => one.matches(usable) && nameOf(one) === name);
    button?.click();
    return button !== undefined || 'pressIfShown' in step;
  }
  if ('type' in step) {
    const field = scope.find((one) => one instanceof HTMLInputElement && nameOf(one) === step.type);
    if (!(field instanceof HTMLInputElement)) return false;
    field.value = step.text;
    field.setSelectionRange(step.text.length, step.text.length);
    return field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  if ('tick' in step) {
    const box = scope.find((one) => one.matches('input[type=checkbox]') && nameOf(one) === step.tick);
    box?.click();
    return box !== undefined;
  }
  if ('seesDialog' in step) return nameOf(dialog) === step.seesDialog;
  const text = 'seesError' in step ? step.seesError : step.sees;
  return scope.some((one) => one.textContent.includes(text));
}

async function until(isDone: () => boolean, step: Step): Promise<void> {
  const end = Date.now() + stepTimeout;
  while (!isDone()) {
    if (Date.now() > end) throw new Error(`The element does not allow the step ${JSON.stringify(step)}`);
    await new Promise(requestAnimationFrame);
  }
}

/** Every rendered element below this one, slotted ones in their slots' place. */
function elementsIn(element: Element): HTMLElement[] {
  const slotted = element instanceof HTMLSlotElement ? element.assignedElements() : [];
  const children = slotted.length > 0 ? slotted : [...(element.shadowRoot ?? element).children];
  return children.flatMap((child) => [child as HTMLElement, ...elementsIn(child)]);
}

function nameOf(element: HTMLElement | undefined): string {
  if (!element) return '';
  const labelledBy = element.getAttribute('aria-labelledby');
  const label =
    element instanceof HTMLInputElement
      ? element.labels?.[0]
      : labelledBy && (element.getRootNode() as ShadowRoot).getElementById(labelledBy);
  return element.ariaLabel ?? (label || element).textContent.replace(/\s+/g, ' ').trim();
}
