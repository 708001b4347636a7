// Long forms: what is typed is looked at while it is typed (score, preview, what a search finds), and kept in this
// browser until it is saved. Without this file, a button asks the same and everything is saved by hand.

const WAIT_MS = 600;

interface Kept {
  fields: [string, string][];
  /** Whether it was sent: what comes back is the server's. */
  sent: boolean;
}

document.querySelectorAll<HTMLFormElement>("form[data-live-form]").forEach((form) => {
  watch(form);
  keep(form);
});

/** Asks the server to look at the form, and takes the parts of its answer that follow what is typed. */
function watch(form: HTMLFormElement): void {
  form.querySelectorAll<HTMLElement>(".form-check").forEach((button) => (button.hidden = true));
  let timer = 0;
  let pending: AbortController | undefined;

  async function look(): Promise<void> {
    pending?.abort();
    pending = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("do", "check");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: pending.signal });
      if (!answer.ok) return;
      const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
        const fresh = seen.getElementById(part.id);
        const busy = part.contains(document.activeElement);
        if (fresh && !busy && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // Aborted, or the network is away: the form still works.
    }
  }

  const later = (): void => {
    window.clearTimeout(timer);
    pending?.abort();
    timer = window.setTimeout(() => void look(), WAIT_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    // The buttons that only look need no new page.
    const button = event.submitter;
    if (button instanceof HTMLButtonElement && button.value === "check") {
      event.preventDefault();
      window.clearTimeout(timer);
      void look();
    }
  });
}

/** Keeps what is typed in this browser, and gives it back to who returns. */
function keep(form: HTMLFormElement): void {
  const name = `form ${form.dataset.keep ?? ""} ${new URL(form.action).pathname}${new URL(form.action).search}`;
  const refused = document.querySelector("main [role=alert]") !== null;
  const initial = JSON.stringify(typed(form));
  const found = read(name);
  if (found && (found.sent || refused || JSON.stringify(found.fields) === initial)) localStorage.removeItem(name);
  else if (found) restore(form, found.fields, () => localStorage.removeItem(name));

  const save = (sent: boolean): void => {
    const fields = typed(form);
    if (!sent && JSON.stringify(fields) === initial) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ fields, sent } satisfies Kept));
  };
  form.addEventListener("input", () => save(false));
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) save(true);
  });
}

function read(name: string): Kept | undefined {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function typed(form: HTMLFormElement): [string, string][] {
  const secret = ["csrf_token", "do"];
  const fields: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !secret.includes(name) && !name.startsWith("find:")) fields.push([name, value]);
  }
  return fields;
}

function restore(form: HTMLFormElement, fields: [string, string][], forget: () => void): void {
  const left = new Map<string, string[]>();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of Array.from(form.elements)) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = left.get(field.name)?.includes(field.value) ?? false;
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      if (field.name !== "csrf_token" && left.has(field.name)) field.value = left.get(field.name)?.shift() ?? "";
    }
  }
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = form.dataset.kept ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--text";
  button.textContent = form.dataset.forget ?? "";
  button.addEventListener("click", () => {
    forget();
    location.reload();
  });
  notice.append(text, button);
  form.before(notice);
}
