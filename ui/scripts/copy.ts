// Copy buttons are born here: without scripts there is nothing to press, and the text can be selected.
// <div data-copy="Copier" data-copied="Copié"> … <code>…</code> </div>

document.querySelectorAll<HTMLElement>("[data-copy]").forEach((host) => {
  const source = host.querySelector("code, input, output");
  if (!source || !navigator.clipboard) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small copy";
  button.textContent = host.dataset.copy ?? "";
  // Said once to screen readers, by the button itself.
  button.setAttribute("aria-live", "polite");

  let timer = 0;
  button.addEventListener("click", async () => {
    const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection()?.selectAllChildren(source);
      return;
    }
    button.textContent = host.dataset.copied ?? "";
    button.dataset.done = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      button.textContent = host.dataset.copy ?? "";
      delete button.dataset.done;
    }, 2000);
  });
  host.append(button);
});
