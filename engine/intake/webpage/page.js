"use strict";
// The matrix of units and obligations, its filters, and the panel that a cell opens. Everything from
// the data becomes text of an element (textContent), never markup.
(() => {
  const OUTCOMES = {
    p: ["pass", "✓", "đạt"],
    f: ["fail", "✗", "chưa đạt"],
    t: ["partial", "◐", "đạt một phần"],
    u: ["unknown", "?", "chưa rõ"],
    "-": ["not_applicable", "·", "không áp dụng"],
  };
  const LETTERS = Object.fromEntries(Object.entries(OUTCOMES).map(([letter, [name]]) => [name, letter]));
  const GROUPS = [
    ["error", "fail", "Lỗi"],
    ["warning", "fail", "Cảnh báo"],
    ["info", "fail", "Lưu ý"],
    [null, "unknown", "Chưa kết luận được, cần người xem"],
  ];
  const WORDS = {
    covered: "Kế hoạch viết",
    mentioned: "Có nhắc đến nhưng chưa đủ",
    contrary: "Viết khác yêu cầu",
    missing: "Không thấy",
  };
  const AT_ONCE = 60; // rows drawn at a time; more follow when one scrolls near the end
  const MISSING = 10; // up to so many missing units stand one by one above the others
  const KEPT = 64; // blocks of data that stay unpacked
  const DOCUMENT = ["file", "number", "issuer", "title", "issued"];
  const $ = (id) => document.getElementById(id);

  // --- elements -------------------------------------------------------------------------------

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  }

  const count = (value) => value.toLocaleString("vi");
  const number = (value, parts = 100) => String(Math.round(value * parts) / parts).replace(".", ",");

  // --- data -----------------------------------------------------------------------------------

  const opened = new Map(); // the blocks that were opened last

  function read(id) {
    const block = opened.get(id) || unpack($(id));
    opened.delete(id);
    opened.set(id, block);
    if (opened.size > KEPT) opened.delete(opened.keys().next().value);
    return block;
  }

  async function unpack(element) {
    const text = element.textContent;
    if (element.type === "application/json") return JSON.parse(text);
    if (typeof DecompressionStream === "undefined") {
      throw new Error(
        "Trình duyệt này quá cũ nên không mở được dữ liệu của trang. Hãy dùng Chrome, Edge 80, Firefox 113 " +
          "hoặc Safari 16.4 trở lên; số liệu cũng có trong summary.xlsx.");
    }
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  // What a block has of a unit, its strings in place of their numbers.
  async function planOf(at) {
    const block = await read("block" + Math.floor(at / index.perBlock));
    const say = (n) => block.strings[n || 0];
    const plan = block.plans[at % index.perBlock];
    const texts = (thing, names) =>
      Object.assign({}, thing, ...names.map((name) => ({ [name]: say(thing[name]) })));
    return {
      ...texts(plan, [...DOCUMENT, "contact", "hint"]),
      copies: (plan.copies || []).map(say),
      notes: (plan.notes || []).map(say),
      others: (plan.others || []).map((one) =>
        ({ ...texts(one, DOCUMENT), copies: (one.copies || []).map(say) })),
      rows: (plan.rows || []).map((row) => ({
        ...texts(row, ["note", "rule", "waived"]),
        words: (row.words || []).map((one) => texts(one, ["place", "excerpt", "after", "status", "part"])),
      })),
      findings: (plan.findings || []).map((one) => texts(one, [
        "rule", "severity", "outcome", "message", "title", "place", "excerpt", "expected", "actual",
        "basis", "advice", "waived"])),
      points: (plan.points || []).map(([column, about, outcome, points, most, rule]) =>
        ({ column, about: say(about), outcome: say(outcome), points, most, rule: say(rule) })),
    };
  }

  let index, units, asked;

  function take(data) {
    index = data;
    asked = data.asked.map(([id, kind, text, source, weight], at) => ({ id, kind, text, source, weight, at }));
    units = data.units.map(
      ([name, kind, aliases, marks, score, grade, errors, warnings, unknown, outcomes], at) => ({
        at, name, kind, marks, score, grade, errors, warnings, unknown, outcomes,
        missing: marks.includes("m"), late: marks.includes("l"), several: marks.includes("v"),
        plain: plain(name + " | " + aliases), exact: exact(name + " | " + aliases),
      }));
  }

  // Words without diacritics; words with them, wherever a tone stands in its syllable (hòa, hoà).
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  function plain(text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  }
  function exact(text) {
    return text.toLowerCase().normalize("NFD")
      .replace(/[\p{L}\p{M}]+/gu, (word) => word.replace(TONES, "") + (word.match(TONES) || []).join(""));
  }

  // --- which units, in which order ------------------------------------------------------------

  const SHOW = {
    sent: (unit) => !unit.missing,
    missing: (unit) => unit.missing,
    late: (unit) => unit.late,
    errors: (unit) => unit.errors > 0,
    clean: (unit) => !unit.missing && !unit.errors,
    several: (unit) => unit.several,
  };
  const byName = new Intl.Collator("vi", { numeric: true }).compare;
  const low = (unit) => (unit.score == null ? -1 : unit.score);
  const SORT = {
    need: (one, two) => one.at - two.at,
    name: (one, two) => byName(one.name, two.name),
    score: (one, two) => low(one) - low(two) || one.at - two.at,
    best: (one, two) => low(two) - low(one) || one.at - two.at,
    errors: (one, two) => (two.errors || 0) - (one.errors || 0) || one.at - two.at,
  };

  function chosen() {
    const words = $("find").value.trim().replace(/\s+/g, " ");
    const loose = plain(words) === words.toLowerCase();
    const needle = loose ? plain(words) : exact(words);
    const [show, kind, column, outcome] = ["show", "kind", "asked", "outcome"].map((id) => $(id).value);
    const found = units.filter((unit) =>
      (!needle || (loose ? unit.plain : unit.exact).includes(needle)) &&
      (!show || SHOW[show](unit)) &&
      (!kind || unit.kind === kind) &&
      (!outcome || hasOutcome(unit, column, outcome)));
    return found.sort(SORT[$("sort").value]);
  }

  function hasOutcome(unit, column, outcome) {
    if (unit.missing) return false;
    return column === "" ? unit.outcomes.includes(outcome) : unit.outcomes[column] === outcome;
  }

  // --- the matrix -----------------------------------------------------------------------------

  let shown = [], folded = 0, columns = [], drawn = 0, body, more;

  function draw() {
    shown = chosen();
    foldMissing();
    const column = $("asked").value;
    columns = column === "" ? asked : [asked[column]];
    body = make("tbody");
    const table = make("table", { class: alone() ? "one" : "" },
      make("caption", { class: "hidden" },
        "Mỗi hàng một đơn vị, mỗi cột một yêu cầu của cấp trên. Dùng phím mũi tên để đi giữa các ô, Enter để mở."),
      heads(), body);
    more = make("button", { type: "button", class: "more", onclick: () => drawRows() }, "Hiện thêm đơn vị");
    $("matrix").replaceChildren(table, more);
    $("matrix").scrollTop = 0;
    drawn = 0;
    drawRows();
    if (watcher) { watcher.disconnect(); watcher.observe(more); }
    tell();
    return table;
  }

  // Of many missing units, one row says how many: the others are not pushed off the screen.
  function foldMissing() {
    const sent = shown.filter((unit) => !unit.missing);
    const fold = $("sort").value === "need" && !$("show").value && !$("find").value.trim();
    folded = fold && shown.length - sent.length > MISSING ? shown.length - sent.length : 0;
    if (folded) shown = sent;
  }

  function foldedRow() {
    const button = make("button", { type: "button", tabindex: "-1" }, `${count(folded)} đơn vị chưa nộp: xem`);
    button.folded = true;
    return make("tr", { class: "missing" }, make("th", { scope: "row", class: "name" }, button),
      make("td", { colspan: String(4 + columns.length + alone()), class: "s-missing" }));
  }

  function heads() {
    const sorted = { need: "", name: "name", score: "score", best: "score", errors: "errors" }[$("sort").value];
    const head = (words, sort, other, more) => make("th", {
      scope: "col", class: more,
      "aria-sort": sorted === sort ? ($("sort").value === "score" || sort === "name" ? "ascending" : "descending") : null,
    }, make("button", { type: "button", onclick: () => resort(sort, other) }, words));
    const first = make("tr", {},
      head("Đơn vị", "name", "need", "name"), head("Điểm", "score", "best", "num"), head("Lỗi", "errors", "need", "num"),
      ...["Cảnh báo", "Chưa rõ"].map((words) =>
        make("th", { scope: "col", class: "tall" }, make("span", { class: "text" }, words))));
    columns.forEach((one, at) => first.append(
      make("th", { scope: "col", class: at && columns[at - 1].kind !== one.kind ? "asked new" : "asked" },
        make("button", {
          type: "button", onclick: () => openAsked(one), title: one.text,
        }, make("span", { class: "stand" }, make("b", {}, String(one.at + 1)),
          make("span", { class: "text" }, make("span", {}, one.text)))))));
    if (alone()) first.append(make("th", { scope: "col", class: "why" }, "Vì sao, kế hoạch viết gì"));
    return make("thead", {}, first);
  }

  // One obligation alone leaves room for the reason.
  const alone = () => $("asked").value !== "";

  function resort(sort, other) {
    $("sort").value = $("sort").value === sort ? other : sort;
    draw();
    const at = { name: 0, need: 0, score: 1, best: 1, errors: 2 }[sort];
    $("matrix").querySelectorAll("thead button")[at].focus();
  }

  function drawRows(all) {
    const upTo = all ? shown.length : Math.min(shown.length, drawn + AT_ONCE);
    const rows = folded && !drawn ? [foldedRow()] : [];
    for (; drawn < upTo; drawn++) rows.push(rowOf(shown[drawn]));
    body.append(...rows);
    more.hidden = drawn >= shown.length;
    if (!body.querySelector('[tabindex="0"]')) {
      const first = body.querySelector("button");
      if (first) first.tabIndex = 0;
    }
  }

  function rowOf(unit) {
    const marks = [];
    if (unit.late) marks.push(make("small", { class: "mark" }, "muộn"));
    if (unit.several) marks.push(make("small", { class: "mark" }, "nhiều bản"));
    const row = make("tr", { class: unit.missing ? "missing" : "" },
      make("th", { scope: "row", class: "name" },
        cellButton(unit, -1, make("bdi", {}, unit.name), ...marks)));
    if (unit.missing) {
      row.append(make("td", { colspan: String(4 + columns.length + alone()), class: "s-missing" }, make("span", {}, "chưa nộp")));
      return row;
    }
    row.append(scoreCell(unit));
    for (const [count, kind] of [[unit.errors, "errors"], [unit.warnings, ""], [unit.unknown, ""]]) {
      row.append(make("td", { class: `num ${count ? kind : ""}` }, String(count || "–")));
    }
    columns.forEach((one, at) => {
      const [name, sign, words] = OUTCOMES[unit.outcomes[one.at]];
      const cell = cellButton(unit, one.at, sign);
      cell.setAttribute("aria-label", `${unit.name}, yêu cầu ${one.at + 1}: ${words}`);
      if (alone()) cell.append(make("span", {}, " " + words));
      row.append(make("td", { class: `c ${name}${at && columns[at - 1].kind !== one.kind ? " new" : ""}` }, cell));
    });
    if (alone()) row.append(whyCell(unit, columns[0].at));
    return row;
  }

  function whyCell(unit, column) {
    const cell = make("td", { class: "why" });
    planOf(unit.at).then((plan) => {
      const row = plan.rows.find((one) => one.at === column);
      const words = row && row.words.find((one) => one.excerpt);
      if (row && row.note) cell.append(sentence(row.note));
      if (words) cell.append(make("q", { dir: "auto" }, words.excerpt), make("small", {}, ` ${words.place}`));
    }, () => cell.append("không mở được"));
    return cell;
  }

  function cellButton(unit, column, ...children) {
    const button = make("button", { type: "button", tabindex: "-1" }, ...children);
    button.unit = unit;
    button.column = column;
    return button;
  }

  function scoreCell(unit) {
    const cell = make("td", { class: "num score" }, unit.score == null ? "–" : number(unit.score, 10));
    if (unit.grade) cell.append(make("small", {}, " " + unit.grade));
    cell.style.setProperty("--share", `${100 * (unit.score || 0) / index.scale}%`);
    return cell;
  }

  function tell() {
    const found = shown.length + folded;
    const text = found === units.length ? `${count(found)} đơn vị.` :
      `Đang hiện ${count(found)} trên ${count(units.length)} đơn vị.`;
    const column = $("asked").value;
    $("status").textContent = found ? text : `Không có đơn vị nào khớp bộ lọc. ${text}`;
    if (column !== "") $("status").append(" ", make("span", {}, `Yêu cầu ${+column + 1}: ${asked[column].text}.`));
    $("clear").disabled = !["find", "show", "kind", "asked", "outcome"].some((id) => $(id).value);
  }

  const watcher = typeof IntersectionObserver === "undefined" ? null :
    new IntersectionObserver((found) => {
      if (found.some((one) => one.isIntersecting) && drawn < shown.length) drawRows();
    }, { root: $("matrix"), rootMargin: "600px" });

  // Arrow keys go from cell to cell; Tab goes in and out of the table.
  function move(event) {
    const button = event.target.closest("tbody button");
    if (!button) return;
    const rows = [...body.rows];
    const row = rows.indexOf(button.closest("tr"));
    const cells = [...rows[row].querySelectorAll("button")];
    const at = cells.indexOf(button);
    const last = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    let to;
    if (last) {
      if (row + last >= rows.length && drawn < shown.length) { drawRows(); }
      const all = body.rows;
      const there = all[Math.max(0, Math.min(all.length - 1, row + last))].querySelectorAll("button");
      to = there[Math.min(there.length - 1, Math.max(at, button.wanted || 0))];
      if (to) to.wanted = Math.max(at, button.wanted || 0);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      to = cells[at + (event.key === "ArrowRight" ? 1 : -1)];
      if (to) to.wanted = 0;
    } else if (event.key === "Home") to = event.ctrlKey ? body.querySelector("button") : cells[0];
    else if (event.key === "End") to = cells[cells.length - 1];
    else return;
    event.preventDefault();
    if (to) focusCell(to);
  }

  function focusCell(button) {
    for (const old of body.querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  }

  // --- the panel ------------------------------------------------------------------------------

  let opener = null; // what had the focus before the panel opened
  let here = null; // what is open: {unit, column}, {asked} or {unmatched}

  async function open(what, fill) {
    here = what;
    const panel = $("panel");
    panel.removeAttribute("data-ready");
    steps();
    const parts = await fill().catch((error) => [
      make("h2", { id: "panel-title" }, "Không mở được"), make("p", {}, error.message)]);
    if (here !== what) return; // something else was opened, or the panel closed, in the meantime
    $("panel-body").replaceChildren(...parts);
    $("panel-body").scrollTop = 0;
    if (!panel.open) {
      opener = document.activeElement;
      panel.showModal();
    }
    if (document.activeElement.disabled || !panel.contains(document.activeElement)) $("panel-body").focus();
    panel.setAttribute("data-ready", "");
    what.shown = true;
  }

  // Where the buttons of the panel lead: to the obligations of the unit, or to the units shown.
  function around() {
    if (!here) return [];
    const step = (list, at, to, words) => [-1, 1].map((by) => ({
      go: at >= 0 && list[at + by] !== undefined ? () => to(list[at + by]) : null, words }));
    if (here.unmatched !== undefined) {
      return step(index.unmatched.map((_, at) => at), here.unmatched, openUnmatched, "Văn bản");
    }
    if (here.asked) return step(asked, here.asked.at, openAsked, "Yêu cầu");
    if (here.column < 0) return step(shown, shown.indexOf(here.unit), (unit) => openUnit(unit), "Đơn vị");
    return step(asked, here.column, (one) => openCell(here.unit, one.at), "Yêu cầu");
  }

  function steps() {
    const found = around();
    [["previous", "trước"], ["next", "sau"]].forEach(([id, word], at) => {
      $(id).disabled = !found[at].go;
      $(id).querySelector(".of").textContent = `${found[at].words} ${word}`;
    });
  }

  const openAsked = (one) => open({ asked: one }, async () => {
    const counts = {};
    for (const unit of units) {
      const letter = unit.missing ? "m" : unit.outcomes[one.at];
      counts[letter] = (counts[letter] || 0) + 1;
    }
    return [
      make("p", { class: "over" }, `Yêu cầu ${one.at + 1}, ${one.kind}`),
      make("h2", { id: "panel-title" }, one.text),
      facts([["Nguồn", one.source], ["Trọng số", number(one.weight)], ["Mã", one.id]]),
      make("h3", {}, "Các đơn vị"),
      make("ul", { class: "counts" }, ...Object.entries(OUTCOMES).filter(([letter]) => counts[letter])
        .map(([letter, [name, sign, words]]) => make("li", {},
          make("button", { type: "button", onclick: () => only({ asked: String(one.at), outcome: letter }) },
            badge(letter), ` ${count(counts[letter])} đơn vị`)))),
      counts.m ? make("p", { class: "quiet" }, `${count(counts.m)} đơn vị chưa nộp.`) : null,
    ].filter(Boolean);
  });

  // Shows the units of one filter alone, and takes the reader to them.
  function only(filters) {
    $("panel").close();
    clear();
    for (const [id, value] of Object.entries(filters)) $(id).value = value;
    draw();
    $("bang").focus();
    $("bang").scrollIntoView();
  }

  const openCell = (unit, column) => open({ unit, column }, async () => {
    const plan = await planOf(unit.at);
    const one = asked[column];
    const row = plan.rows.find((found) => found.at === column) || { words: [] };
    const point = plan.points.find((found) => found.column === column);
    const findings = plan.findings.filter((found) => found.asked === column + 1);
    return [
      make("p", { class: "over" }, make("bdi", {}, unit.name), badge(unit.outcomes[column])),
      make("h2", { id: "panel-title" }, `Yêu cầu ${column + 1}: ${one.text}`),
      make("p", { class: "quiet" }, `${one.source} (${one.kind})`),
      row.note ? part("Vì sao", make("p", {}, sentence(row.note))) : null,
      ...wordsOf(row),
      row.waived ? part("Được bỏ qua", make("p", {}, row.waived)) : null,
      findings.length ? part("Cần làm gì", make("ul", { class: "findings" },
        ...findings.map((found) => findingItem(found, row.words.some((words) => words.excerpt === found.excerpt))))) : null,
      facts([
        ["Điểm", point ? `${number(point.points)} trên ${number(point.most)}` : "không tính"],
        ["Quy tắc", row.rule], ["Mã yêu cầu", one.id], ["Tệp", plan.file]]),
      make("p", {}, make("button", { type: "button", onclick: () => openUnit(unit) }, "Xem cả đơn vị này")),
    ].filter(Boolean);
  });

  function wordsOf(row) {
    return ["contrary", "covered", "mentioned", "missing"].map((status) => {
      const found = row.words.filter((one) => one.status === status);
      if (!found.length) return null;
      return part(WORDS[status], ...found.map((one) => one.excerpt ? quote(one) : make("p", {}, one.part || "")));
    }).filter(Boolean);
  }

  function quote(one) {
    const after = one.after && !one.excerpt.endsWith("…") ? one.after : "";
    return make("blockquote", {},
      make("cite", {}, [one.place, one.part].filter(Boolean).join(" · ")),
      make("p", { dir: "auto" }, make("mark", {}, one.excerpt),
        after ? (/^[,.;:)/]/.test(after) ? "" : " ") + after : ""));
  }

  const openUnit = (unit) => open({ unit, column: -1 }, async () => {
    const plan = await planOf(unit.at);
    const said = [];
    if (unit.kind) said.push(unit.kind);
    if (unit.late) said.push("ban hành muộn");
    return [
      said.length ? make("p", { class: "over" }, said.join(" · ")) : null,
      make("h2", { id: "panel-title" }, make("bdi", {}, unit.name)),
      unit.missing ? make("p", {}, "Chưa nộp kế hoạch.") : null,
      facts([...documentFacts(plan), ["Liên hệ", plan.contact]]),
      ...(unit.missing ? [] : planParts(plan, unit)),
    ].filter(Boolean);
  });

  const openUnmatched = (at) => open({ unmatched: at }, async () => {
    const plan = await planOf(units.length + at);
    return [
      make("p", { class: "over" }, "Chưa rõ của đơn vị nào"),
      make("h2", { id: "panel-title" }, make("bdi", {}, plan.issuer || plan.file)),
      plan.hint ? make("p", {}, "Có phải của ", make("bdi", {}, plan.hint), "?") : null,
      facts(documentFacts(plan)),
      ...planParts(plan, null),
    ].filter(Boolean);
  });

  function documentFacts(plan) {
    return [["Tệp", plan.file], ["Số", plan.number], ["Ban hành", plan.issued], ["Cơ quan", plan.issuer],
      ["Tên", plan.title]];
  }

  function planParts(plan, unit) {
    const notes = plan.notes.map((note) => make("p", { class: "note" }, note));
    return [...notes, ...findingParts(plan), versionsPart(plan), scorePart(plan, unit)];
  }

  function scorePart(plan, unit) {
    if (!plan.points.length) return null;
    const [earned, most, left, taken] = plan.score || [0, 0, 0, 0];
    const value = unit && unit.score != null ? number(unit.score) : null;
    const sum = [`${number(earned)} trên ${number(most)} điểm trọng số`];
    if (most) sum.push(`bằng ${number(index.scale * earned / most)} trên thang ${number(index.scale)}`);
    if (taken) sum.push(`trừ ${number(taken)}`);
    const rows = plan.points.map((one) => make("tr", {},
      make("td", {}, one.column < 0 ? one.about : `${one.column + 1}. ${asked[one.column].text}`,
        one.rule ? make("code", {}, one.rule) : null),
      make("td", {}, one.most ? badge(LETTERS[one.outcome] || "f") : "trừ điểm"),
      make("td", { class: "num" }, one.most ? `${number(one.points)}/${number(one.most)}` : number(one.points))));
    return make("details", { class: "trace" },
      make("summary", {}, make("h3", {}, value == null ? "Điểm" : `Điểm: ${value}`),
        make("span", { class: "quiet" }, ` ${sum.join(", ")}${left ? `; để riêng ${number(left)} chưa rõ` : ""}`)),
      make("table", {}, make("thead", {}, make("tr", {}, ...["Yêu cầu, quy tắc", "Kết quả", "Điểm"].map((words) =>
        make("th", { scope: "col", class: words === "Điểm" ? "num" : "" }, words)))), make("tbody", {}, ...rows)));
  }

  function findingParts(plan) {
    const waived = plan.findings.filter((one) => one.waived);
    const parts = GROUPS.map(([severity, outcome, words]) => {
      const found = plan.findings.filter((one) =>
        !one.waived && one.outcome === outcome && (!severity || one.severity === severity));
      return listPart(words, found);
    });
    if (!plan.findings.length) parts.push(make("p", {}, "Không có lỗi, cảnh báo hay điều chưa rõ nào."));
    return [...parts, listPart("Được bỏ qua", waived)];
  }

  function listPart(words, found) {
    return found.length ? part(`${words} (${found.length})`, make("ul", { class: "findings" }, ...found.map(findingItem))) : null;
  }

  function findingItem(one, quoted) {
    return make("li", {},
      make("p", { class: "message" }, make("b", {}, one.message || one.title)),
      quoted === true ? null : one.excerpt ? quote({ ...one, after: "", part: "" }) : one.place ? make("p", { class: "quiet" }, one.place) : null,
      facts([["Cần", one.expected], ["Đang viết", one.actual], ["Nên làm", one.advice], ["Căn cứ", one.basis],
        ["Bỏ qua vì", one.waived], ["Quy tắc", one.rule]]));
  }

  function versionsPart(plan) {
    if (!plan.others.length && !plan.copies.length) return null;
    const item = (one) => make("li", {}, make("code", {}, make("bdi", {}, one.file)), " ",
      [one.number, one.issued && `ban hành ${one.issued}`, one.errors ? `${one.errors} lỗi` : "",
        one.value != null ? `${number(one.value)} điểm` : "",
        one.copies.length ? `bản sao: ${one.copies.join(", ")}` : ""].filter(Boolean).join(", "));
    return part("Bản khác",
      plan.others.length ? make("p", {}, "Bản mới nhất được tính; các bản sau không tính:") : null,
      plan.others.length ? make("ul", {}, ...plan.others.map(item)) : null,
      plan.copies.length ? make("p", {}, "Cùng nội dung với tệp được tính: ",
        ...plan.copies.map((name) => make("code", {}, name))) : null);
  }

  const part = (words, ...children) => make("section", {}, make("h3", {}, words), ...children);
  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  function facts(pairs) {
    return make("dl", {}, ...pairs.filter(([, value]) => value).map(([name, value]) =>
      make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, value))));
  }

  function badge(letter) {
    const [name, sign, words] = OUTCOMES[letter] || OUTCOMES.u;
    return make("span", { class: `badge ${name}` }, make("span", { "aria-hidden": "true" }, sign + " "), words);
  }

  // --- start ----------------------------------------------------------------------------------

  function wire() {
    const kinds = [...new Set(units.map((unit) => unit.kind).filter(Boolean))].sort(byName);
    $("kind").append(...kinds.map((kind) => make("option", { value: kind }, kind)));
    $("kind-label").hidden = kinds.length < 2;
    for (const id of ["asked", "outcome"]) $(id).closest("label").hidden = !asked.length;
    $("asked").append(...asked.map((one) =>
      make("option", { value: String(one.at) }, `${one.at + 1}. ${one.text.slice(0, 90)}`)));
    for (const [letter, [, sign, words]] of Object.entries(OUTCOMES)) {
      $("outcome").append(make("option", { value: letter }, `${sign} ${words}`));
      $("key").append(make("li", {}, badge(letter)));
    }
    $("filters").addEventListener("input", later(draw));
    $("filters").addEventListener("submit", (event) => event.preventDefault());
    $("clear").addEventListener("click", () => { clear(); draw(); $("find").focus(); });
    $("matrix").addEventListener("keydown", move);
    $("matrix").addEventListener("click", (event) => {
      const button = event.target.closest("tbody button");
      if (!button) return;
      focusCell(button);
      if (button.folded) only({ show: "missing" });
      else if (button.column < 0) openUnit(button.unit);
      else openCell(button.unit, button.column);
    });
    for (const link of document.querySelectorAll("[data-show]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        only({ show: link.dataset.show });
      });
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      link.addEventListener("click", () => {
        const target = $(link.getAttribute("href").slice(1));
        if (target && target.tagName === "DETAILS") target.open = true;
      });
    }
    for (const button of document.querySelectorAll("[data-unmatched]")) {
      button.hidden = false;
      button.addEventListener("click", () => openUnmatched(+button.dataset.unmatched));
    }
    const panel = $("panel");
    $("close").addEventListener("click", () => panel.close());
    panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
    panel.addEventListener("close", () => {
      panel.removeAttribute("data-ready");
      if (here && here.shown) here = null; // else the next thing is being opened already
      // The browser gives the focus back, but not to what was drawn anew in the meantime.
      const lost = !document.activeElement || document.activeElement === document.body;
      const cell = body.querySelector('[tabindex="0"]');
      if (lost) (opener && opener.isConnected && opener !== document.body ? opener : cell || $("bang")).focus();
    });
    ["previous", "next"].forEach((id, at) => $(id).addEventListener("click", () => {
      const step = around()[at];
      if (step && step.go) step.go();
    }));
    window.addEventListener("beforeprint", () => {
      drawRows(true);
      for (const list of document.querySelectorAll(".lists details")) list.open = true;
    });
  }

  function clear() {
    $("find").value = "";
    for (const id of ["show", "kind", "asked", "outcome"]) $(id).value = "";
  }

  function later(what) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(what, 80); };
  }

  read("index").then((data) => {
    take(data);
    wire();
    for (const id of ["filters", "status", "matrix"]) $(id).hidden = false;
    $("key").hidden = !asked.length;
    draw();
    document.documentElement.setAttribute("data-ready", "");
  }).catch((error) => {
    $("trouble").textContent = error.message;
    $("trouble").hidden = false;
  });
})();
