/** An element with attributes and what is in it; texts are texts, whatever they say. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** A button that does its work once at a time. */
export function button(text: string, kind: 'main' | 'plain', work: () => Promise<void>): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, text);
  made.addEventListener('click', () => {
    made.disabled = true;
    void work().finally(() => (made.disabled = false));
  });
  return made;
}
