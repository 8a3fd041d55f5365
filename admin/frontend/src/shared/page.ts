/** Read the JSON that the server put into the page under this id. */
export function readConfig<T>(id: string): T {
  const element = document.getElementById(id);
  if (!element?.textContent) throw new Error(`The page holds no #${id}.`);
  return JSON.parse(element.textContent) as T;
}

/** Return the element to draw into; a page without one gets it in front of its configuration. */
export function mountPoint(id: string): HTMLElement {
  const existing = document.getElementById(id);
  if (existing) return existing;
  const element = document.createElement("div");
  element.id = id;
  document.getElementById(`${id}-config`)?.before(element);
  return element;
}
