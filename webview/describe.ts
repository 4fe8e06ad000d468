/**
 * Names and describes a control for screen readers. The toolkit's text field keeps its input in a shadow root, where
 * ids of the page mean nothing: there the elements themselves are referred to, or, in a browser without that, their
 * text is copied.
 */
export function describeControl(
  host: HTMLElement,
  name: string,
  descriptionIds: readonly string[],
  help: string,
): void {
  setAttribute(host, 'aria-label', name);
  const input = host.shadowRoot?.querySelector('input');
  if (input === null || input === undefined) {
    setAttribute(host, 'aria-describedby', descriptionIds.length === 0 ? null : descriptionIds.join(' '));
    return;
  }
  const elements = descriptionIds
    .map((id) => document.getElementById(id))
    .filter((element) => element !== null);
  input.setAttribute('aria-label', name);
  setAttribute(input, 'aria-invalid', elements.length > 0 ? 'true' : null);
  if (elements.length > 0 && 'ariaDescribedByElements' in input) {
    input.ariaDescribedByElements = elements;
  } else {
    const text = elements.map((element) => element.textContent.trim()).join(' ');
    setAttribute(input, 'aria-description', text === '' ? (help === '' ? null : help) : text);
  }
}

function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
