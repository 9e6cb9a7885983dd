/* Everything here is an enhancement: every page is complete without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const memory = {
    get(key) { try { return localStorage.getItem("backfile-" + key) || ""; } catch { return ""; } },
    set(key, value) {
      try {
        if (value) localStorage.setItem("backfile-" + key, value);
        else localStorage.removeItem("backfile-" + key);
      } catch { /* a browser that keeps nothing still reads */ }
    },
  };

  // Colours: the system's, light, dark, and round again.
  const button = one("[data-theme-button]");
  if (button) {
    const themes = ["", "light", "dark"];
    const names = button.dataset.names.split("|");
    const show = () => { one("span", button).textContent = names[themes.indexOf(root.dataset.theme || "")] || names[0]; };
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
      if (next) root.dataset.theme = next;
      else delete root.dataset.theme;
      memory.set("theme", next);
      show();
    });
    show();
  }

  // Copy a citation.
  for (const copy of all("[data-copy]")) {
    copy.addEventListener("click", async () => {
      const text = document.getElementById(copy.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
      } catch {
        getSelection().selectAllChildren(text);
        return;
      }
      const before = copy.textContent;
      copy.textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = before; }, 1600);
    });
  }

  // Pictures large, over the page.
  const body = one("[data-lightbox]");
  const shots = all(".body figure > a");
  let box = null;
  let at = 0;
  const make = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  // On this day, in earlier years: the reader's day, since the build knows none.
  const today = one("[data-today]");
  if (today && location.protocol !== "file:") {
    const now = new Date();
    const [month, day] = [now.getMonth(), now.getDate()];
    if ((parseInt(today.dataset.today.slice(month * 8, month * 8 + 8), 16) >>> (day - 1)) & 1) {
      const name = [month + 1, day].map((n) => String(n).padStart(2, "0")).join("-");
      fetch(`dates/on-this-day/${name}.json`).then((answer) => answer.json()).then((found) => {
        const rows = found.filter(([year]) => Number(year) !== now.getFullYear()).map(([year, href, title, lang]) =>
          make("li", {}, make("time", {}, year), make("a", { href, lang }, title || today.dataset.untitled)));
        one("ul", today).append(...rows);
        one("h2 span", today).textContent = now.toLocaleDateString(root.lang, { month: "long", day: "numeric" });
        today.hidden = !rows.length;
      }).catch(() => {});
    }
  }

  const enlarge = (index) => {
    if (!box) {
      const [label, open, close] = body.dataset.lightbox.split("|");
      box = make("dialog", { className: "box", ariaLabel: label }, make("img", { alt: "" }), make("p", {},
        make("span"), make("a", { target: "_blank", rel: "noopener" }, open),
        make("button", { className: "btn", type: "button", autofocus: true }, close)));
      document.body.append(box);
      box.addEventListener("click", (event) => { if (!event.target.closest("a")) box.close(); });
      box.addEventListener("close", () => shots[at].focus());
    }
    at = (index + shots.length) % shots.length;
    const large = one("img", box);
    large.src = one("a", box).href = shots[at].href;
    large.alt = one("img", shots[at]).alt;
    one("span", box).textContent = `${at + 1} / ${shots.length}`;
    if (!box.open) box.showModal();
  };
  if (body && window.HTMLDialogElement) {
    shots.forEach((shot, index) => shot.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      enlarge(index);
    }));
  }

  // Filter an index.
  for (const input of all("[data-filter]")) {
    const status = one("[data-filter-status]");
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const section of all(input.dataset.filter)) {
        let here = 0;
        for (const item of all("li", section)) {
          const name = (one("a > span, span", item) || item).textContent.toLowerCase();
          item.hidden = wanted !== "" && !name.includes(wanted);
          if (!item.hidden) here += 1;
        }
        section.hidden = here === 0;
        shown += here;
      }
      if (status) status.textContent = wanted ? `${status.dataset.filterStatus} ${shown}` : "";
    });
  }

  // Keys: arrows turn pages, "/" goes to the field for words, "?" shows the list. Can be switched off (WCAG 2.1.4).
  const help = one("#keys");
  const off = one("#keys-off");
  if (off) {
    off.checked = memory.get("keys") === "off";
    off.addEventListener("change", () => memory.set("keys", off.checked ? "off" : ""));
  }
  const list = one("[data-keys-button]");
  if (list && help) list.addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, pre, .scroll, [contenteditable]")) return;
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (box && box.open) {
      if (turn) enlarge(at + turn);
      return;
    }
    if (one("dialog[open]") || memory.get("keys") === "off") return;
    if (turn) {
      const way = one((turn < 0) !== (root.dir === "rtl") ? "a[rel~=prev]" : "a[rel~=next]");
      if (way) way.click();
    } else if (event.key === "?" && help) {
      help.showModal();
    } else if (event.key === "/") {
      const field = one("main [type=search]") || one("[type=search]");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });
})();
