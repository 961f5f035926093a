/** Runs in every page: at each change of a tree and in each frame, it tries to focus a field until that succeeds. */
export const watchForField = `
  const fieldIn = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const field = element instanceof HTMLInputElement ? element : element.shadowRoot && fieldIn(element.shadowRoot);
      if (field) return field;
    }
    return null;
  };
  const focused = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };
  window.focusable = new Promise((resolve) => {
    const attempt = () => {
      const field = fieldIn(document);
      field?.focus();
      if (!field || focused() !== field) return false;
      resolve(performance.now());
      changes.disconnect();
      return true;
    };
    const changes = new MutationObserver(attempt);
    const watch = (root) => changes.observe(root, { attributes: true, childList: true, subtree: true });
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      watch(root);
      return root;
    };
    const eachFrame = () => {
      if (!attempt()) requestAnimationFrame(eachFrame);
    };
    watch(document);
    eachFrame();
  });
`;
