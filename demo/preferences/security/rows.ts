/** A row of a card: a name, and what is said of it. */
export function row(name: string, detail: string, kind: string): HTMLLIElement {
  const item = document.createElement('li');
  const strong = document.createElement('strong');
  const span = document.createElement('span');
  strong.textContent = name;
  span.textContent = detail;
  span.className = `muted ${kind}`;
  item.append(strong, span);
  return item;
}
