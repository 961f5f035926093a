/**
 * Submits a form as Enter in a native field does: by a click on its default button, the first submit button in the order of
 * the page, which may stand outside the form; not at all while that one is disabled. HTML, “implicit submission”; elements
 * that are form controls do not get it from the browser (WICG/webcomponents#815).
 */
export function submitImplicitly(form: HTMLFormElement): void {
  const candidates = (form.getRootNode() as ParentNode).querySelectorAll<HTMLButtonElement | HTMLInputElement>(
    'button, input',
  );
  const button = [...candidates].find((one) => one.form === form && (one.type === 'submit' || one.type === 'image'));
  if (!button) form.requestSubmit();
  else if (!button.matches(':disabled')) button.click();
}
