import { find, painted, until } from './frames.js';

/** In the page: uses an element from start to end, with everything that it loads on demand. */
const journeys: Record<string, (element: HTMLElement) => Promise<unknown>> = {
  'harmony-2fa-challenge': async (challenge) => {
    const verified = new Promise((resolve) => challenge.addEventListener('harmony-2fa-verified', resolve));
    const field = await until(() => find<HTMLInputElement>(challenge.shadowRoot!, 'input'));
    // Filled as by a password manager, because keys would leave undo steps in the browser's memory.
    field.value = '123456';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await verified;
  },
  'harmony-2fa-setup': async (setup) => {
    const press = async (button: string) => (await until(() => find<HTMLElement>(setup.shadowRoot!, button))).click();
    await press('[aria-haspopup=dialog]');
    await press('dialog[open] .primary');
    await until(() => find(setup.shadowRoot!, 'harmony-2fa-qr-code')?.shadowRoot?.querySelector('path'));
  },
};

/** Elements that stay in memory on purpose, like a leak. */
const leaked: HTMLElement[] = [];

/** Mounts, uses and removes elements in sequence. */
export async function mount(tag: string, count: number, keep: boolean): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const element = document.createElement(tag);
    document.querySelector('main')!.append(element);
    await journeys[tag]!(element);
    element.remove();
    if (keep) leaked.push(element);
    await painted();
  }
}
