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
