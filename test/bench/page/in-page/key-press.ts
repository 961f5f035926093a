import { find, painted } from './frames.js';

/** In the page: from the press of a key, as the browser dates it, until the frame with its digit has been painted. */
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
  /** Starts to wait; the promise is kept here until the key has been pressed. */
  listen: () => void (keys.painted = nextDigit()),
  painted: Promise.resolve(0),
  /** What a person sees: in ours, the digits of the boxes. */
  shown: (name: keyof typeof fields) =>
    name === 'bare'
      ? fields.bare().value
      : find<HTMLElement>(document.body, '.boxes')!.textContent.replaceAll(/\s/g, ''),
};
