import { elementsIn, isVisible, textOf } from './element-drivers.js';

const describeElement = (element: Element) => `<${element.localName}> “${textOf(element).slice(0, 40)}”`;

/** The elements that reach past a side of the window, or that a container cuts off. */
export function overflowing({ element, scope }: { element: HTMLElement; scope: HTMLElement }): string[] {
  const wide = elementsIn(element).filter((one) => {
    if (!isVisible(one) || one.matches('.visually-hidden, [aria-hidden=true] *')) return false;
    const { left, right, width } = one.getBoundingClientRect();
    return width > 1 && (left < -0.5 || right > innerWidth + 0.5);
  });
  const cut = [scope, ...elementsIn(scope)].filter(
    ({ scrollWidth, clientWidth, localName }) =>
      clientWidth > 1 && localName !== 'input' && scrollWidth > clientWidth + 1,
  );
  const low = [scope, ...elementsIn(scope)].filter(
    (one) =>
      one.clientHeight > 1 &&
      one.scrollHeight > one.clientHeight + 1 &&
      ['hidden', 'clip'].includes(getComputedStyle(one).overflowY),
  );
  const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  return [
    ...wide.map((one) => `${describeElement(one)} is outside`),
    ...[...cut, ...low].map(describeElement),
    ...page,
  ];
}

/** The texts that stand on the number of a step, and the times that are broken into lines. */
export function misplaced({ scope }: { scope: HTMLElement }): string[] {
  const steps = elementsIn(scope).filter((one) => one.matches('.steps > li'));
  const onNumber = steps.flatMap((step) => {
    const { top, left, right } = step.getBoundingClientRect();
    const isRtl = getComputedStyle(step).direction === 'rtl';
    // A pseudo-element has no box that can be read.
    const number = isRtl ? { left: right - 24, right } : { left, right: left + 24 };
    return elementsIn(step).filter((one) =>
      linesOf(one).some(
        (line) => line.top < top + 24 && line.bottom > top && line.left < number.right && line.right > number.left,
      ),
    );
  });
  const broken = elementsIn(scope).filter((one) => one.matches('.clock') && linesOf(one).length > 1);
  return [
    ...onNumber.map((one) => `${describeElement(one)} is on a number`),
    ...broken.map((one) => `${describeElement(one)} is broken`),
  ];
}

/** The boxes of the lines of an element's own text. */
function linesOf(element: Element): DOMRect[] {
  if (!isVisible(element) || element.matches('.visually-hidden')) return [];
  return [...element.childNodes]
    .filter((node) => node instanceof Text && node.data.trim() !== '')
    .flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter(({ width }) => width > 0);
    });
}
