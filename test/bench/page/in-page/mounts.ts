import { find, painted, until } from './frames.js';

/** In the page: a whole life of an element, with everything that loads or opens late. */
const lives: Record<string, (element: HTMLElement) => Promise<unknown>> = {
  'harmony-2fa-challenge': async (challenge) => {
    const verified = new Promise((resolve) => challenge.addEventListener('harmony-2fa-verified', resolve));
    const field = await until(() => find<HTMLInputElement>(challenge.shadowRoot!, 'input'));
    // As a password manager fills it; keys would leave steps to undo, which are the browser's.
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

/** What a page that leaks would hold. */
const kept: HTMLElement[] = [];

/** Mounts and unmounts elements one after the other. */
export async function mount(tag: string, count: number, keep: boolean): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const element = document.createElement(tag);
    document.querySelector('main')!.append(element);
    await lives[tag]!(element);
    element.remove();
    if (keep) kept.push(element);
    await painted();
  }
}
