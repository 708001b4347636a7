// Files are dropped, sent in parts with their progress, and resumed after a cut or another day: the browser remembers
// which parts of which file were received. The list of files is put in order by dragging. Without this file a plain
// form sends files whole, and buttons move them.

const PART = 8_000_000;
const TRIES = 3;
const TOGETHER = 2;

interface Progress {
  upload: string;
  parts: number[];
}

const form = document.querySelector<HTMLFormElement>("form[data-upload]");
if (form) receive(form);
const list = document.querySelector<HTMLOListElement>("ol[data-order]");
if (list) drag(list);

function receive(form: HTMLFormElement): void {
  const said = form.dataset;
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const rows = form.querySelector<HTMLUListElement>(".uploads");
  if (!input || !rows) return;
  form.querySelectorAll<HTMLElement>("[data-plain]").forEach((part) => (part.hidden = true));
  const hint = document.createElement("p");
  hint.className = "drop-hint";
  hint.textContent = said.drop ?? "";
  input.before(hint);

  const waiting: Sending[] = [];
  let running = false;
  let failed = 0;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    let next: Sending | undefined;
    while ((next = waiting.shift())) {
      if (!(await next.send())) failed += 1;
    }
    running = false;
    // The page shows what the server has; what failed stays here to be resumed.
    if (failed === 0) location.assign(`${said.next ?? location.pathname}?told=uploaded`);
  }

  function add(files: FileList | null): void {
    for (const file of Array.from(files ?? [])) {
      const sending = new Sending(file, said, rows as HTMLUListElement, () => {
        failed -= 1;
        waiting.push(sending);
        void run();
      });
      waiting.push(sending);
    }
    void run();
  }

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop--over");
    add(event.dataTransfer?.files ?? null);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running && waiting.length > 0) event.preventDefault();
  });
}

/** One file on its way. */
class Sending {
  private readonly key: string;
  private readonly row = document.createElement("li");
  private readonly bar = document.createElement("progress");
  private readonly state = document.createElement("span");
  private readonly retry = document.createElement("button");

  constructor(
    private readonly file: File,
    private readonly said: DOMStringMap,
    rows: HTMLUListElement,
    again: () => void,
  ) {
    this.key = `upload ${said.upload} ${file.name} ${file.size} ${file.lastModified}`;
    const name = document.createElement("strong");
    name.textContent = file.name;
    this.bar.max = Math.max(file.size, 1);
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.retry.type = "button";
    this.retry.className = "button button--quiet button--small";
    this.retry.textContent = said.retry ?? "";
    this.retry.hidden = true;
    this.retry.addEventListener("click", () => {
      this.retry.hidden = true;
      again();
    });
    this.row.className = "upload";
    this.row.append(name, this.bar, this.state, this.retry);
    this.tell(said.waiting ?? "");
    rows.append(this.row);
  }

  private tell(text: string, tone = ""): void {
    this.state.textContent = text;
    this.row.dataset.tone = tone;
  }

  async send(): Promise<boolean> {
    if (this.file.size > Number(this.said.largest)) {
      this.tell(this.said.toolarge ?? "", "danger");
      return false;
    }
    try {
      if (this.file.size <= PART) await this.whole();
      else await this.inParts();
      localStorage.removeItem(this.key);
      this.bar.value = this.bar.max;
      this.tell(this.said.done ?? "", "success");
      return true;
    } catch (error) {
      const why = error instanceof Refusal ? error.message : (this.said.failed ?? "");
      this.tell(why, "danger");
      this.retry.hidden = error instanceof Refusal;
      return false;
    }
  }

  private async whole(): Promise<void> {
    const body = new FormData();
    body.append("file", this.file, this.file.name);
    await this.post(body);
  }

  private async inParts(): Promise<void> {
    const total = Math.ceil(this.file.size / PART);
    const progress = this.remembered();
    if (progress.parts.length > 0) this.tell(this.said.resumed ?? "");
    const left = Array.from({ length: total }, (_, i) => i).filter((i) => !progress.parts.includes(i));
    const worker = async (): Promise<void> => {
      let part: number | undefined;
      while ((part = left.shift()) !== undefined) {
        await this.part(progress, part, total);
        progress.parts.push(part);
        localStorage.setItem(this.key, JSON.stringify(progress));
        this.bar.value = Math.min(progress.parts.length * PART, this.file.size);
        const percent = Math.round((progress.parts.length / total) * 100);
        this.tell((this.said.sending ?? "").replace("{n}", String(percent)));
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
    const body = new FormData();
    body.append("uuid", progress.upload);
    body.append("filename", this.file.name);
    body.append("totalparts", String(total));
    try {
      await this.post(body);
    } catch (error) {
      // Parts that nobody finished are forgotten after a day: the file is sent anew.
      if (error instanceof Refusal) localStorage.removeItem(this.key);
      throw error;
    }
  }

  private remembered(): Progress {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (kept?.upload) return kept;
    } catch {
      // Begun anew.
    }
    return { upload: crypto.randomUUID?.() ?? `${Date.now()}-${Math.floor(Math.random() * 1e9)}`, parts: [] };
  }

  private async part(progress: Progress, index: number, total: number): Promise<void> {
    const bytes = this.file.slice(index * PART, (index + 1) * PART);
    for (let turn = 1; ; turn += 1) {
      const body = new FormData();
      body.append("uuid", progress.upload);
      body.append("filename", this.file.name);
      body.append("partindex", String(index));
      body.append("partbyteoffset", String(index * PART));
      body.append("totalparts", String(total));
      body.append("chunksize", String(bytes.size));
      body.append("file", bytes, this.file.name);
      try {
        await this.post(body);
        return;
      } catch (error) {
        if (error instanceof Refusal || turn === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500 * turn));
      }
    }
  }

  private async post(body: FormData): Promise<void> {
    const headers = { "X-CSRFToken": this.said.csrf ?? "", Accept: "application/json" };
    const answer = await fetch(this.said.upload ?? "", { method: "POST", body, headers });
    if (answer.ok) return;
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const told = await answer.json().catch(() => ({}));
    throw new Refusal(told.error || told.message || String(answer.status));
  }
}

/** The server said no: trying again would change nothing. */
class Refusal extends Error {}

/** Lines are dragged to another place; the order is saved when one is dropped. */
function drag(list: HTMLOListElement): void {
  const status = document.createElement("p");
  status.className = "hush";
  status.setAttribute("role", "status");
  list.after(status);
  let held: HTMLElement | undefined;
  for (const line of Array.from(list.children) as HTMLElement[]) {
    line.draggable = true;
    line.addEventListener("dragstart", () => {
      held = line;
      line.classList.add("filing-item--held");
    });
    line.addEventListener("dragend", () => {
      line.classList.remove("filing-item--held");
      held = undefined;
      void save();
    });
    line.addEventListener("dragover", (event) => {
      if (!held || held === line) return;
      event.preventDefault();
      const after = event.offsetY > line.offsetHeight / 2;
      list.insertBefore(held, after ? line.nextSibling : line);
    });
  }

  async function save(): Promise<void> {
    const order = (Array.from(list.children) as HTMLElement[]).map((line) => ({ id: line.dataset.id }));
    const headers = { "X-CSRFToken": list.dataset.csrf ?? "", "Content-Type": "application/json" };
    const sent = fetch(list.dataset.order ?? "", { method: "PUT", body: JSON.stringify(order), headers });
    const ok = await sent.then((answer) => answer.ok, () => false);
    status.textContent = (ok ? list.dataset.ordered : list.dataset.unordered) ?? "";
    status.className = ok ? "hush" : "wrong";
  }
}
