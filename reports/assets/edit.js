"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const article = $("article"), box = $("editor"), form = box.firstElementChild, field = form.elements, bar = $("editbar"), toggle = $("edit");
  const data = JSON.parse($("data").textContent);
  const items = JSON.parse($("corrections").textContent).corrections;
  const text = article.textContent;
  const on = () => toggle.getAttribute("aria-pressed") === "true";
  const clip = (words, size = 60) => { const w = words.replace(/\s+/g, " ").trim(); return w.length > size ? w.slice(0, size) + " …" : w; };

  /* words as anchors; offsets count code points, as in the data, where a script counts UTF-16 */
  let points = null;
  const anchor = (start, words) => {
    points ??= [...text];
    const end = start + [...words].length;
    return { words, before: points.slice(Math.max(0, start - 32), start).join(""), after: points.slice(end, end + 32).join(""), start };
  };
  const anchors = (quote) => quote.content.filter((s) => s.text.trim()).map((s) => anchor(s.start, s.text));

  /* who there is, and whose each quote is, with what was corrected since the page was made */
  const people = new Map(data.sources.map((s, i) => [s.id, { name: s.name, kind: s.kind, role: s.role ?? "",
    affiliation: s.affiliation ?? "", group: s.role_group, row: "s" + (i + 1),
    mention: s.mentions[0] ?? data.quotes.find((q) => q.speaker === s.id && q.source)?.source }]));
  const quotes = new Map(data.quotes.map((q, i) => ["q" + (i + 1), q]));
  const who = (key) => {
    const p = people.get(key);
    return p ? { name: p.name, kind: p.kind, mention: p.mention ? anchor(p.mention.start, p.mention.text) : null } : null;
  };

  /* the bar: how many, the list, undo, save */
  const steps = [];
  let kept = JSON.stringify(items), made = 0;
  const dirty = () => JSON.stringify(items) !== kept;
  const told = (k, v) => [...(form.elements[k.replace("role_", "")].options ?? [])].find((o) => o.value === v)?.textContent ?? v ?? "none";
  const say = (item) => {
    const words = item.quote ? `“${clip(item.quote.map((a) => a.words).join(" … ").replace(/^[“"]|[”"]$/g, ""))}”` : "";
    const name = item.speaker ? item.speaker.name : "nobody named";
    if (item.do === "describe")
      return `${item.source.name}: ` + Object.entries(item.set).map(([k, v]) => `${k.replace("role_", "")} ${told(k, v)}`).join(", ");
    return { reassign: `${words} speaker: ${name}`, add: `${words} added, speaker: ${name}`, remove: `${words} is no quote` }[item.do];
  };
  const draw = () => {
    const n = items.length;
    $("edit-count").textContent = `${n} correction${n === 1 ? "" : "s"}` + (dirty() ? ", not saved" : n ? ", saved" : "");
    $("edit-undo").disabled = !steps.length;
    $("edit-save").disabled = !n && !dirty();
    $("edit-list").replaceChildren(...items.map((item) => {
      const li = document.createElement("li"), button = document.createElement("button");
      li.textContent = say(item) + " ";
      button.type = "button";
      button.textContent = "Take out";
      button.setAttribute("aria-label", "Take out: " + say(item));
      button.addEventListener("click", () => {
        const at = items.indexOf(item), back = item.undone?.();
        items.splice(at, 1);
        steps.push(() => { items.splice(at, 0, item); back?.(); });
        draw();
        $("edit-undo").focus();
      });
      li.append(button);
      return li;
    }));
    const added = items.filter((i) => i.do === "add" && i.range).map((i) => i.range);
    if (window.Highlight && CSS.highlights) CSS.highlights.set("added", new Highlight(...added));
  };
  const hidden = (object, values) => Object.entries(values).forEach(([k, value]) => Object.defineProperty(object, k, { value }));
  /* the note that a correction leaves in a table (and so in cards) until the page is made again */
  const note = (place, words) => {
    const span = document.createElement("span");
    span.className = "tag pend";
    span.textContent = words + ", not applied yet";
    return { on: () => place?.append(span), off: () => span.remove() };
  };
  const correct = (item, mark, now, before) => {
    const done = () => { mark?.on(); now?.(); };
    done();
    hidden(item, { undone() { mark?.off(); before?.(); return done; } });
    items.push(item);
    steps.push(() => { item.undone(); items.splice(items.indexOf(item), 1); });
  };

  /* the form */
  const FIELDS = ["name", "kind", "role", "affiliation", "group"];
  const nobody = { name: "", kind: "person", role: "", affiliation: "", group: "unknown" };
  let open = null, picked = null, opener = null, near = null;
  const fill = () => {
    const key = field.speaker.value, p = people.get(key) ?? nobody;
    FIELDS.forEach((k) => { field[k].value = p[k]; });
    $("editor-who").hidden = !key;
    const said = [...quotes.values()].filter((q) => key && (q.now ?? q.speaker ?? "") === key).length;
    $("editor-reach").textContent = said > 1 ? `What you change of ${clip(p.name)} holds for all ${said} quotes.` : "";
    const rect = near.getBoundingClientRect(), lowest = innerHeight - box.offsetHeight - 72;
    const seen = rect.bottom >= 0 && rect.top <= innerHeight;  // not while the page still scrolls to it
    box.style.left = `${Math.min(Math.max(12, rect.left), innerWidth - box.offsetWidth - 12) + scrollX}px`;
    box.style.top = `${(seen ? Math.max(8, Math.min(rect.bottom + 6, lowest)) : rect.bottom + 6) + scrollY}px`;
  };
  const show = (key, beside) => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    const quote = quotes.get(key);
    open = key;
    form.reset();
    field.speaker.replaceChildren(...[...people].map(([k, p]) => new Option(clip(p.name), k)), new Option("Somebody else …", "new"), new Option("Nobody named", ""));
    field.speaker.value = quote ? quote.now ?? quote.speaker ?? "" : "";
    $("editor-h").textContent = quote ? "Correct this quote" : "Add a quote";
    $("editor-words").textContent = quote ? clip(quote.content.map((s) => s.text).join(" … "), 120) : "";
    $("editor-add").hidden = Boolean(quote);
    $("editor-remove").hidden = !quote;
    $("editor-fault").textContent = "";
    field.words.value = picked && !quote ? picked.words : "";
    near = beside;
    box.hidden = false;
    fill();
    (quote || picked ? field.speaker : field.words).focus();
  };
  const close = () => {
    if (box.hidden) return;
    box.hidden = true;
    open = null;
    opener?.focus({ preventScroll: true });
  };
  const fail = (words, at) => { $("editor-fault").textContent = words; at.focus(); };
  /* where the words of the form stand: as they were selected, or as they were typed, if that is one place */
  const place = () => {
    const words = field.words.value.trim();
    if (picked && picked.value === words) return picked;
    const at = words ? text.indexOf(words) : -1;
    if (at < 0) return fail("These words do not stand in the story in this way.", field.words);
    if (text.indexOf(words, at + 1) >= 0) return fail("These words stand there more than once: add some before or after them.", field.words);
    return { words, start: [...text.slice(0, at)].length };
  };
  const speaker = () => {
    const key = field.speaker.value, name = field.name.value.trim();
    if (key !== "new") return key;
    const known = [...people].find(([, p]) => p.name === name);
    if (known) return known[0];
    const fresh = "new" + ++made;
    people.set(fresh, { ...nobody, name, kind: field.kind.value, row: "" });
    return fresh;
  };
  const describe = (key) => {
    const p = people.get(key);
    if (!p) return;
    const old = {}, now = {}, set = {};
    for (const k of FIELDS) {
      [old[k], now[k]] = [p[k], field[k].value.trim()];
      if (now[k] !== old[k]) set[k === "group" ? "role_group" : k] = now[k] || null;
    }
    if (!Object.keys(set).length) return;
    const item = { do: "describe", source: who(key), set };
    correct(item, note($(p.row)?.querySelector(".who"), "Corrected: " + say(item).slice(p.name.length + 2)), () => Object.assign(p, now), () => Object.assign(p, old));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const quote = quotes.get(open), spot = quote ? null : place();
    if (!quote && !spot) return;
    if (field.speaker.value && !field.name.value.trim()) return fail("Who is it? A speaker needs a name.", field.name);
    const key = speaker();
    if (!quote) {
      const item = { do: "add", quote: [anchor(spot.start, spot.words)], speaker: who(key) };
      if (spot.range) hidden(item, { range: spot.range });
      correct(item);
    } else if (key !== (quote.now ?? quote.speaker ?? "")) {
      const old = quote.now, item = { do: "reassign", quote: anchors(quote), speaker: who(key) };
      correct(item, note($("r-" + open).querySelector(".found"), "Corrected: speaker " + (item.speaker?.name ?? "nobody named")),
        () => { quote.now = key; }, () => { quote.now = old; });
    }
    describe(key);
    picked = null;
    draw();
    close();
  });
  $("editor-remove").addEventListener("click", () => {
    correct({ do: "remove", quote: anchors(quotes.get(open)) }, note($("r-" + open).querySelector(".found"), "Removed"));
    draw();
    close();
  });
  field.speaker.addEventListener("change", fill);
  $("editor-close").addEventListener("click", close);
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });

  /* the switch, and the ways into the form */
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-pressed", String(!on()));
    document.documentElement.classList.toggle("editing", on());
    bar.hidden = !on();
    if (on()) draw(); else close();
  });
  article.addEventListener("click", (event) => {
    const ref = event.target.closest(".ref"), key = ref?.dataset.ref ?? event.target.closest(".q")?.dataset.in;
    if (!on() || !key || (!ref && !getSelection().isCollapsed)) return;
    event.preventDefault();
    event.stopPropagation();
    opener = ref ?? article.querySelector(`[data-ref="${key}"]`);
    show(key, ref ?? event.target);
  }, true);
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!on() || !box.hidden || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0).cloneRange(), whole = document.createRange();
    whole.selectNodeContents(article);
    picked = null;
    if (!chosen.isCollapsed && range.intersectsNode(article)) {
      if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(article, 0);
      if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(article, article.childNodes.length);
      const said = range.toString(), words = said.trim();
      whole.setEnd(range.startContainer, range.startOffset);
      const start = [...whole.toString() + said.slice(0, said.indexOf(words))].length;
      if (words) picked = { words, start, range };
    }
    $("edit-add").textContent = picked ? `Add quote “${clip(picked.words, 24)}”` : "Add quote";
  });
  $("edit-add").addEventListener("mousedown", (event) => event.preventDefault());
  $("edit-add").addEventListener("click", () => {
    opener = $("edit-add");
    show("", picked ? picked.range : opener);
    if (picked) picked.value = field.words.value.trim();
  });
  $("edit-undo").addEventListener("click", () => { steps.pop()?.(); draw(); });
  $("edit-save").addEventListener("click", () => {
    const link = document.createElement("a"), file = { schema: 1, article: data.article.id, corrections: items };
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1) + "\n"], { type: "application/json" }));
    link.download = data.article.id + ".corrections.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    kept = JSON.stringify(items);
    draw();
  });
  addEventListener("beforeunload", (event) => { if (dirty()) event.preventDefault(); });
})();
