/**
 * Submits a form as Enter in a native field does (HTML, “implicit submission”): clicks the default button, which is the first
 * submit button in document order and may be outside the form. Does nothing while that button is disabled. Browsers do not do
 * this for form-associated custom elements (WICG/webcomponents#815).
 */
export function submitImplicitly(form: HTMLFormElement): void {
  const candidates = (form.getRootNode() as ParentNode).querySelectorAll<HTMLButtonElement | HTMLInputElement>(
    'button, input',
  );
  const button = [...candidates].find((one) => one.form === form && (one.type === 'submit' || one.type === 'image'));
  if (!button) form.requestSubmit();
  else if (!button.matches(':disabled')) button.click();
}
