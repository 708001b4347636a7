// On every page: suggestions under the search fields, and the `/` key that reaches them.
// Without this file the fields are plain forms and nothing is missing.
import { combobox } from "./combobox";

const fields = document.querySelectorAll<HTMLInputElement>("input[data-suggest]");
fields.forEach(combobox);

/** True where typing `/` means typing `/`. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

if (document.documentElement.dataset.slash !== "off") {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    // The field of the page itself comes before the one in the header.
    const field = document.querySelector<HTMLInputElement>("main input[type=search]") ?? fields[0];
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
