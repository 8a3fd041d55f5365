/** The inbox works without this; with it, one tick chooses all, and the buttons say how many are chosen. */
const form = document.querySelector<HTMLFormElement>("form[data-od-bulk]");
if (form) watch(form);

function watch(form: HTMLFormElement): void {
  const items = [...form.querySelectorAll<HTMLInputElement>('input[name="item"]')];
  const all = form.querySelector<HTMLInputElement>("[data-od-all]")!;
  const count = form.querySelector<HTMLElement>("[data-od-count]")!;
  const plain = count.textContent;
  const buttons = form.querySelectorAll<HTMLButtonElement>('[role="group"] button');
  all.closest("label")!.hidden = false;

  const show = () => {
    const chosen = items.filter(({ checked }) => checked).length;
    all.checked = chosen === items.length;
    all.indeterminate = chosen > 0 && chosen < items.length;
    count.textContent = chosen ? count.dataset.odCount!.replace("{count}", String(chosen)) : plain;
    count.toggleAttribute("data-od-chosen", chosen > 0);
    for (const button of buttons) button.disabled = chosen === 0;
  };

  all.addEventListener("change", () => {
    for (const item of items) item.checked = all.checked;
    show();
  });
  for (const item of items) item.addEventListener("change", show);
  // Coming back to the page, the browser may have kept the ticks.
  window.addEventListener("pageshow", show);
  show();
}
