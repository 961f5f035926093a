import { find, painted } from './frames.js';

/** In the page: the time from the browser's time stamp of a key to the painted frame with its digit. */
let pressed = 0;
addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);

function nextDigit(): Promise<number> {
  return new Promise((resolve) =>
    addEventListener('input', () => void painted().then((time) => resolve(time - pressed)), {
      capture: true,
      once: true,
    }),
  );
}

const fields = {
  ours: () => find<HTMLInputElement>(document.querySelector('harmony-2fa-challenge')!.shadowRoot!, 'input')!,
  bare: () => document.querySelector<HTMLInputElement>('#bare')!,
};

export const keys = {
  focus: (name: keyof typeof fields) => fields[name]().focus(),
  /** Starts to wait for the next digit; the bench reads the promise after the key. */
  listen: () => void (keys.painted = nextDigit()),
  painted: Promise.resolve(0),
  /** The visible digits; our element shows them in its boxes. */
  shown: (name: keyof typeof fields) =>
    name === 'bare'
      ? fields.bare().value
      : find<HTMLElement>(document.body, '.boxes')!.textContent.replaceAll(/\s/g, ''),
};
