// The WAI-ARIA combobox with a list box: focus stays in the field, arrows choose, Enter opens, Escape closes.

/** What the suggest addresses answer: organizations have a name, the rest a title. */
interface Suggestion {
  title?: string;
  name?: string;
  acronym?: string | null;
  page: string;
}

const WAIT_MS = 180;
const SIZE = 6;
let serial = 0;

export function combobox(input: HTMLInputElement): void {
  const source = input.dataset.suggest;
  const box = input.closest("form");
  if (!source || !box) return;

  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${++serial}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel ?? "");
  box.append(list);
  const status = document.createElement("span");
  status.className = "hush";
  status.setAttribute("role", "status");
  box.append(status);

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";

  let found: Suggestion[] = [];
  let active = -1;
  let timer = 0;
  let pending: AbortController | undefined;

  function close(): void {
    window.clearTimeout(timer);
    pending?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index: number): void {
    active = index;
    Array.from(list.children).forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    const item = list.children[index];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open(items: Suggestion[], query: string): void {
    found = items;
    list.replaceChildren(
      ...items.map((item, i) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${i}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        const title = item.title ?? item.name ?? "";
        line.append(...marked(title, query));
        if (item.acronym && !title.includes(item.acronym)) {
          const acronym = document.createElement("small");
          acronym.textContent = ` ${item.acronym}`;
          line.append(acronym);
        }
        return line;
      }),
    );
    active = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
    const words = items.length === 1 ? input.dataset.suggestOne : input.dataset.suggestMany;
    status.textContent = items.length ? (words ?? "").replace("0", String(items.length)) : "";
  }

  async function ask(query: string): Promise<void> {
    pending?.abort();
    pending = new AbortController();
    try {
      const url = new URL(source ?? "", location.href);
      url.searchParams.set("q", query);
      url.searchParams.set("size", String(SIZE));
      const answer = await fetch(url, { signal: pending.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === input) open((await answer.json()) as Suggestion[], query);
    } catch {
      // Aborted, or the network is away: the form still works.
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    const query = input.value.trim();
    if (query.length < 2) close();
    else timer = window.setTimeout(() => void ask(query), WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      // One place more than the list: the field itself.
      const places = found.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter") {
      const item = found[active];
      if (!list.hidden && item) {
        event.preventDefault();
        location.assign(item.page);
      }
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = (event.target as Element).closest("li");
    const item = line && found[Array.from(list.children).indexOf(line)];
    if (item) location.assign(item.page);
  });
  input.addEventListener("blur", close);
}

/** Lower case, without accents, one character for one character. */
function folded(text: string): string {
  return Array.from(text, (c) => c.normalize("NFD").charAt(0).toLowerCase()).join("");
}

/** The title with the asked words marked. */
function marked(title: string, query: string): Node[] {
  const at = folded(title).indexOf(folded(query));
  if (at < 0 || folded(title).length !== title.length) return [document.createTextNode(title)];
  const mark = document.createElement("mark");
  mark.textContent = title.slice(at, at + query.length);
  return [
    document.createTextNode(title.slice(0, at)),
    mark,
    document.createTextNode(title.slice(at + query.length)),
  ];
}
