"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* light and dark, kept where the browser lets a page keep anything */
  const store = { get() { try { return localStorage.getItem("attribution-theme"); } catch { return null; } },
    set(v) { try { localStorage.setItem("attribution-theme", v); } catch { /* a file may have no storage */ } } };
  const kept = store.get();
  if (kept && $("theme-" + kept)) $("theme-" + kept).checked = true;
  all("input[name=theme]").forEach((i) => i.addEventListener("change", () => store.set(i.value)));
  if ($("print")) $("print").addEventListener("click", () => window.print());

  /* the data as a file */
  if ($("download")) $("download").href = URL.createObjectURL(new Blob([$("data").textContent], { type: "application/json" }));

  /* the pieces of each quote and finding in the story */
  const pieces = new Map();
  const put = (key, element) => { if (!pieces.has(key)) pieces.set(key, []); pieces.get(key).push(element); };
  all("[data-in]").forEach((e) => put(e.dataset.in, e));
  all("#article [data-f]").forEach((e) => put(e.dataset.f, e));
  const grounds = new Map();
  all("[data-of]").forEach((e) => { const k = e.dataset.of; grounds.set(k, [...(grounds.get(k) || []), e]); });

  /* going to words: they light up once; several passages can be stepped through */
  const trail = $("trail");
  let walk = { keys: [], at: 0, what: "" };
  const light = (keys) => keys.forEach((key) => (pieces.get(key) || []).forEach((e) => {
    e.classList.remove("lit");
    void e.getClientRects().length;
    e.classList.add("lit");
    setTimeout(() => e.classList.remove("lit"), 2400);
  }));
  const arrive = (keys) => {
    const first = (pieces.get(keys[0]) || [])[0];
    if (!first) return;
    light(keys);
    if (!first.hasAttribute("tabindex")) first.setAttribute("tabindex", "-1");
    first.focus({ preventScroll: true });
  };
  const showTrail = () => {
    if (!trail) return;
    trail.hidden = walk.keys.length < 2;
    if (!trail.hidden) $("trail-what").textContent = `${walk.what}: passage ${walk.at + 1} of ${walk.keys.length}`;
  };
  const go = (key, keys) => {
    const hash = "#" + key;
    if (location.hash === hash) { $(key).scrollIntoView(); arrive(keys); } else { pending = keys; location.hash = hash; }
  };
  let pending = null;
  /* a number in a table or beside a bar means the words of its row's link, which the Tab key stops at */
  const rowLink = (link) => link.closest("tr, .row").querySelector("a[data-q]");
  const numbers = all("td a[href^='#']:not([data-q]), .val a").filter((a) => rowLink(a)?.hash === a.hash);
  numbers.forEach((a) => a.setAttribute("tabindex", "-1"));
  const nameOf = (link) => {
    const words = (link.querySelector("title") || link).textContent.trim().split(/: |\n/)[0];
    return words.length > 60 ? words.slice(0, 58) + " …" : words;
  };
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const number = event.target.closest("a"), link = numbers.includes(number) ? rowLink(number) : event.target.closest("a[data-q], a[data-f]");
    if (!link) return;
    const keys = (link.dataset.q || link.dataset.f).split(" ");
    if (!pieces.has(keys[0])) return;
    event.preventDefault();
    hide();
    walk = { keys, at: 0, what: nameOf(link) };
    showTrail();
    go(keys[0], keys);
  });
  window.addEventListener("hashchange", () => {
    const key = decodeURIComponent(location.hash.slice(1));
    if (pending) arrive(pending);
    else if (pieces.has(key)) arrive([key]);
    if (!pending && !walk.keys.includes(key)) { walk = { keys: [], at: 0, what: "" }; showTrail(); }
    pending = null;
  });
  if (trail) trail.addEventListener("click", (event) => {
    const step = event.target.closest("button")?.dataset.step;
    if (step === undefined) return;
    if (step === "0") { walk.keys = []; showTrail(); return; }
    walk.at = (walk.at + Number(step) + walk.keys.length) % walk.keys.length;
    showTrail();
    const key = walk.keys[walk.at];
    go(key, [key]);
    event.target.focus({ preventScroll: true });
  });

  /* the card beside words */
  const card = $("card"), filters = $("filters");
  let shown = null, timer = 0, described = null;
  const line = (tag, cls, text) => { const e = document.createElement(tag); e.className = cls; e.textContent = text; return e; };
  const about = (key) => {
    const row = $("r-" + key);
    if (!row) return [];
    const parts = [];
    const speaker = row.querySelector(".spk .name");
    parts.push(line("b", "", speaker ? speaker.textContent : "Speaker unresolved"));
    const role = row.querySelector(".spk .role");
    if (role) parts.push(line("span", "role", role.textContent));
    const named = filters && [...filters.elements.group.options].find((o) => o.value && o.value === row.dataset.group && o.value !== "unresolved");
    if (named) {
      const group = line("span", "grp", named.textContent);
      group.prepend(line("i", "dot", ""));
      group.className = "grp " + [...row.classList].find((c) => /^h\d$/.test(c));
      parts.push(group);
    }
    const cells = row.cells;
    parts.push(line("p", "form", `${cells[3].textContent}, ${cells[4].textContent} words, par ${cells[0].textContent}`));
    const found = all(".found > span", row).map((e) => e.textContent.trim()).filter(Boolean);
    if (found.length) parts.push(line("p", "", found.join(". ")));
    parts.push(line("p", "rate", row.querySelector(".rate").textContent.trim()));
    return parts;
  };
  const mark = (key, on) => [...(pieces.get(key) || []), ...(grounds.get(key) || [])].forEach((e) => e.classList.toggle("on", on));
  function hide() {
    clearTimeout(timer);
    if (!card || shown === null) return;
    mark(shown, false);
    shown = null;
    card.hidden = true;
    if (described) described.removeAttribute("aria-describedby");
    described = null;
  }
  const show = (keys, rect, ref) => {
    hide();
    shown = keys[0];
    mark(shown, true);
    card.replaceChildren(...about(keys[0]));
    keys.slice(1).forEach((key) => {
      const within = line("div", "within", "Inside the words of ");
      within.append(...about(key).filter((e) => e.tagName !== "P"));
      card.append(within);
    });
    card.hidden = false;
    const left = Math.min(Math.max(12, rect.left), innerWidth - card.offsetWidth - 12);
    const below = rect.bottom + 8 + card.offsetHeight < innerHeight || rect.top < card.offsetHeight + 16;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? rect.bottom + 6 : rect.top - card.offsetHeight - 6) + scrollY}px`;
    if (ref) { ref.setAttribute("aria-describedby", "card"); described = ref; }
  };
  const keysAt = (element) => {
    const keys = [];
    for (let q = element.closest(".q"); q; q = q.parentElement.closest(".q"))
      if (!keys.includes(q.dataset.in) && !$("r-" + q.dataset.in).classList.contains("off")
        && (!q.classList.contains("thk") || q.closest(".thoughts"))) keys.push(q.dataset.in);
    return keys;
  };
  const article = $("article");
  if (article && card) {
    article.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      clearTimeout(timer);
      const q = event.target.closest(".q"), ref = event.target.closest(".ref");
      const keys = ref ? [ref.dataset.ref] : q ? keysAt(event.target) : [];
      if (!keys.length) { timer = setTimeout(hide, 260); return; }
      if (keys[0] === shown) return;
      const rects = [...(q || ref).getClientRects()];
      const rect = rects.find((r) => event.clientY >= r.top - 2 && event.clientY <= r.bottom + 2) || rects[0];
      timer = setTimeout(() => show(keys, { left: event.clientX - 40, top: rect.top, bottom: rect.bottom }), 140);
    });
    article.addEventListener("pointerleave", () => { clearTimeout(timer); timer = setTimeout(hide, 260); });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => { timer = setTimeout(hide, 260); });
    article.addEventListener("focusin", (event) => {
      const ref = event.target.closest(".ref");
      if (ref) show([ref.dataset.ref], ref.getBoundingClientRect(), ref); else hide();
    });
    article.addEventListener("focusout", (event) => { if (event.target.closest(".ref")) hide(); });
    document.addEventListener("click", (event) => {
      if (event.target.closest("#card, a, button")) return;
      const keys = event.target.closest("#article .q") ? keysAt(event.target) : [];
      if (keys.length) show(keys, event.target.getBoundingClientRect()); else hide();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (shown !== null) hide(); else if (walk.keys.length) { walk.keys = []; showTrail(); }
  });

  /* the score: one stop for the Tab key in each line, arrows between marks and lines */
  const strips = all("svg.strip");
  strips.forEach((strip) => all("a", strip).forEach((a, i) => a.setAttribute("tabindex", i ? "-1" : "0")));
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.("svg.strip a");
    if (!here) return;
    const strip = here.closest("svg"), marks = all("a", strip), at = marks.indexOf(here);
    const rows = all("svg.strip"), row = rows.indexOf(strip);
    const next = { ArrowRight: marks[at + 1], ArrowLeft: marks[at - 1],
      ArrowDown: rows[row + 1] && all("a", rows[row + 1])[0], ArrowUp: rows[row - 1] && all("a", rows[row - 1])[0] }[event.key];
    if (!next) return;
    event.preventDefault();
    here.setAttribute("tabindex", "-1");
    all("a", next.closest("svg")).forEach((a) => a.setAttribute("tabindex", "-1"));
    next.setAttribute("tabindex", "0");
    if (next.closest("svg") !== strip) marks[0].setAttribute("tabindex", "0");
    next.focus();
  });

  /* filters */
  const rows = all("#quotes tbody tr");
  rows.forEach((row) => { row.dataset.id = row.id.slice(2); row.dataset.certainty = row.classList.contains("uns") ? "unsure" : "sure"; });
  const apply = () => {
    const want = Object.fromEntries(new FormData(filters));
    root.classList.toggle("thoughts-on", "thought" in want);
    article.classList.toggle("thoughts", "thought" in want);
    const fields = ["source", "group", "type", "certainty"].filter((name) => want[name]);
    const counted = rows.filter((row) => !row.classList.contains("thought") || "thought" in want);
    rows.forEach((row) => row.classList.toggle("off", fields.some((name) => row.dataset[name] !== want[name])));
    const keep = new Set(rows.filter((row) => !row.classList.contains("off")).map((row) => row.dataset.id));
    article.classList.toggle("dropped", fields.length > 0);
    all("[data-in], [data-ref], [data-note]", article).forEach((e) =>
      e.classList.toggle("keep", keep.has(e.dataset.in || e.dataset.ref || e.dataset.note)));
    const left = counted.filter((row) => !row.classList.contains("off")).length;
    $("shown").textContent = fields.length ? `${left} of ${counted.length} quotes` : "";
  };
  if (filters) {
    filters.addEventListener("change", apply);
    filters.addEventListener("reset", () => setTimeout(apply));
    filters.addEventListener("submit", (event) => event.preventDefault());
  }

  /* sorting: the unresolved row stays last */
  const value = (row, column, numeric) => {
    const cell = row.cells[column];
    return numeric ? Number(cell.dataset.v ?? cell.textContent.replace(/[^\d.]/g, "")) : (cell.dataset.s ?? (cell.querySelector("bdi") || cell).textContent).trim().toLowerCase();
  };
  all("th[data-sort]").forEach((th) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => {
      const body = th.closest("table").tBodies[0], numeric = th.dataset.sort === "num", column = th.cellIndex;
      const now = th.getAttribute("aria-sort");
      const up = now ? now === "descending" : !numeric || th.classList.contains("asc");
      all("th", th.parentElement).forEach((other) => other.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      const sorted = [...body.rows].sort((a, b) => {
        const last = ("last" in a.dataset) - ("last" in b.dataset);
        if (last) return last;
        const x = value(a, column, numeric), y = value(b, column, numeric);
        return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
      });
      body.append(...sorted);
    });
  });

  /* a filter by words on the index */
  const find = $("find");
  if (find) find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    let left = 0;
    all("#articles tbody tr").forEach((row) => { row.hidden = !row.dataset.text.includes(wanted); left += !row.hidden; });
    $("found").textContent = wanted ? `${left} article${left === 1 ? "" : "s"}` : "";
  });
})();
