/** Read the JSON that the server put into the page under this id. */
export function readConfig<T>(id: string): T {
  const element = document.getElementById(id);
  if (!element?.textContent) throw new Error(`The page holds no #${id}.`);
  return JSON.parse(element.textContent) as T;
}

/** Return the element to draw into. */
export function mountPoint(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page holds no #${id}.`);
  return element;
}
