"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const units = new Map(data.units.map((unit) => [unit.id, unit]));
  const dialog = document.getElementById("unit");
  const place = document.getElementById("unit-page");
  let language = document.documentElement.lang;

  const word = (code) => data.words[language][code];
  const locale = () => (language === "vi" ? "vi-VN" : "en-GB");
  const number = (value, digits) =>
    value === null || value === undefined
      ? "–"
      : value.toLocaleString(locale(), { maximumFractionDigits: digits ?? (data.whole ? 0 : 1), useGrouping: "always" });
  const percent = (share) => number(100 * share, 0) + "%";
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

  // Nothing is ever written as markup: every text goes in as text.
  const make = (name, text, attributes) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  };
  const draw = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // --- language and print ---------------------------------------------------------------------
  const sides = [...document.querySelectorAll(".side")];
  const speak = (other) => {
    language = other;
    document.documentElement.lang = other;
    sides.forEach((side) => { side.hidden = side.lang !== other; });
    document.title = document.querySelector(`#side-${other} h1`).textContent;
  };
  document.querySelectorAll("button.language").forEach((button) =>
    button.addEventListener("click", () => {
      speak(button.lang);
      document.querySelector(`#side-${language} button.language`).focus();
    }));
  document.querySelectorAll("button.print").forEach((button) => button.addEventListener("click", () => window.print()));

  // --- search, filters, order -----------------------------------------------------------------
  const keys = {
    name: (unit) => unit.name[language],
    short: (unit) => -(unit.short ?? -1),
    attainment: (unit) => (unit.quota > 0 && unit.observed !== null ? unit.observed / unit.quota : Infinity),
  };
  document.querySelectorAll("table[data-all]").forEach((table) => {
    const controls = table.closest(".scroll").previousElementSibling;
    if (!controls || !controls.classList.contains("controls")) return;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const names = new Map(rows.map((row) => [row, plain(row.querySelector(".unit-link").textContent)]));
    const choice = (name) => controls.querySelector(name)?.value ?? "";
    const refresh = () => {
      const wanted = plain(choice(".search").trim()), flag = choice(".by-flag"), parent = choice(".by-parent");
      let shown = 0;
      for (const row of rows) {
        const unit = units.get(row.dataset.unit);
        const fits = names.get(row).includes(wanted) && (!flag || row.dataset.flag === flag) && (!parent || unit.parent === parent);
        row.hidden = !fits;
        shown += fits;
      }
      controls.querySelector(".shown").textContent =
        word("shown").replace("{shown}", number(shown, 0)).replace("{all}", number(rows.length, 0));
    };
    const arrange = () => {
      const key = keys[choice(".order")];
      const told = rows.map((row, at) => [row, key ? key(units.get(row.dataset.unit)) : at, at]);
      const compare = (a, b) =>
        typeof a === "string" ? a.localeCompare(b, "vi", { numeric: true }) : a === b ? 0 : a < b ? -1 : 1;
      told.sort((a, b) => compare(a[1], b[1]) || a[2] - b[2]);
      body.append(...told.map((entry) => entry[0]));
    };
    controls.hidden = false;
    controls.addEventListener("input", (event) => (event.target.classList.contains("order") ? arrange() : refresh()));
    table.refresh = refresh;
    refresh();
  });
  document.querySelectorAll("button.language").forEach((button) =>
    button.addEventListener("click", () => document.querySelectorAll("table[data-all]").forEach((table) => table.refresh?.())));

  // --- what if: the rule of forecast.report.what_if ---------------------------------------------
  const points = (unit) => {
    let at = 0;
    return unit.points.map((step) => (at += step));
  };
  const chanceOf = (unit, quota) => {
    if (quota <= (unit.observed ?? 0)) return 1;
    const edge = data.whole ? Math.ceil(quota - 1e-9) - 0.5 : quota;
    const known = points(unit), levels = data.levels;
    let right = known.findIndex((point) => point >= edge);
    if (right < 0) right = known.length;
    if (right === 0) return 1 - levels[0];
    if (right === known.length) return 1 - levels[levels.length - 1];
    const share = (edge - known[right - 1]) / (known[right] - known[right - 1]);
    return 1 - (levels[right - 1] + share * (levels[right] - levels[right - 1]));
  };
  const chanceWords = (chance) => {
    const rungs = [[0.95, "certain"], [0.8, "very_likely"], [0.6, "likely"], [0.4, "open"], [0.2, "hard"], [0.05, "very_hard"]];
    const rung = (rungs.find(([floor]) => chance >= floor) || [0, "none"])[1];
    const tenths = Math.min(Math.max(Math.floor(10 * chance + 0.5), 1), 9);
    const said = chance >= 0.95 ? word("chance.above") : chance < 0.05 ? word("chance.below") : word("chance.tenths").replace("{n}", tenths);
    return `${word("chance." + rung)} (${said})`;
  };
  const whatIf = (unit) => {
    const box = make("div");
    const label = make("label", word("what_if_help") + " ");
    const input = make("input", undefined, { type: "number", min: "0", step: data.whole ? "1" : "any", id: "own-quota" });
    input.value = unit.quota ?? unit.expected;
    const answer = make("output", undefined, { class: "answer", for: "own-quota" });
    const refresh = () => {
      const quota = input.valueAsNumber;
      answer.textContent = Number.isFinite(quota) ? ` ${word("column.chance")}: ${chanceWords(chanceOf(unit, quota))}` : "";
    };
    input.addEventListener("input", refresh);
    refresh();
    label.append(input);
    box.append(label, answer);
    return box;
  };

  // --- a unit's own page ------------------------------------------------------------------------
  const chart = (unit) => {
    const years = Object.keys(unit.past).map(Number).sort((a, b) => a - b);
    const shown = [...years, data.year];
    const most = Math.max(1, ...years.map((year) => unit.past[year]), unit.high ?? 0, unit.quota ?? 0, unit.observed ?? 0) * 1.12;
    const width = 640, height = 240, left = 8, bottom = 24, step = (width - left) / shown.length;
    const y = (value) => (height - bottom) * (1 - value / most);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    svg.append(draw("title", {}, `${word("past_years")}; ${word("chart.forecast")} ${data.year}: ${number(unit.expected)}`));
    shown.forEach((year, at) => {
      const x = left + at * step + step * 0.18, wide = step * 0.64, value = year === data.year ? unit.observed : unit.past[year];
      if (value !== null && value !== undefined) {
        svg.append(draw("rect", { x, y: y(value), width: wide, height: height - bottom - y(value), fill: year === data.year ? "#0072b2" : "#56b4e9" }));
        svg.append(draw("text", { x: x + wide / 2, y: y(value) - 4, "text-anchor": "middle", "font-size": 12 }, number(value)));
      }
      svg.append(draw("text", { x: x + wide / 2, y: height - 6, "text-anchor": "middle", "font-size": 12 }, String(year)));
    });
    const x = left + (shown.length - 1) * step + step * 0.18, wide = step * 0.64;
    if (unit.low !== null && unit.high > unit.low) {
      svg.append(draw("rect", { x: x + wide * 0.3, y: y(unit.high), width: wide * 0.4, height: y(unit.low) - y(unit.high), fill: "#d55e00", "fill-opacity": 0.5 }));
    }
    if (unit.quota !== null) {
      svg.append(draw("line", { x1: x - wide * 0.2, x2: x + wide * 1.2, y1: y(unit.quota), y2: y(unit.quota), stroke: "#000", "stroke-width": 2, "stroke-dasharray": "6 4" }));
    }
    return svg;
  };
  const pair = (list, name, value) => list.append(make("dt", name), make("dd", value));
  const table = (heads, rows) => {
    const made = make("table"), head = make("thead"), line = make("tr"), body = make("tbody");
    heads.forEach((text) => line.append(make("th", text, { scope: "col" })));
    head.append(line);
    rows.forEach((cells) => {
      const row = make("tr");
      cells.forEach((text) => row.append(make("td", text, { class: "text" })));
      body.append(row);
    });
    made.append(head, body);
    return made;
  };
  const show = (unit) => {
    place.replaceChildren();
    place.append(make("h2", unit.name[language], { id: "unit-name" }));
    const list = make("dl");
    pair(list, word("column.quota"), number(unit.quota));
    pair(list, word("column.observed"), number(unit.observed) + (unit.quota > 0 && unit.observed !== null ? ` (${number((100 * unit.observed) / unit.quota, 1)}%)` : ""));
    pair(list, word("column.forecast"), number(unit.expected) + (unit.high > unit.low ? ` (${number(unit.low)}–${number(unit.high)})` : ""));
    if (unit.chance !== null) pair(list, word("column.chance"), chanceWords(unit.chance));
    if (unit.short !== null && unit.chance !== null) pair(list, word("column.expected_shortfall"), number(unit.short));
    if (unit.needed !== null) pair(list, word("column.needed"), number(unit.needed));
    if (unit.usual !== null) pair(list, word("column.usual"), number(unit.usual));
    if (unit.estimate !== null) pair(list, word("column.unit_estimate"), number(unit.estimate));
    if (unit.words[language]) pair(list, word("column.flag"), unit.words[language]);
    place.append(list, chart(unit));
    if (unit.points) place.append(make("h3", word("what_if")), whatIf(unit));
    if (unit.signals) {
      const signs = make("ul");
      unit.signals[language].forEach(([sign, question]) => signs.append(make("li", `${sign}. ${question}`)));
      place.append(make("h3", word("reasons")), signs);
    }
    if (unit.evidence) {
      const rests = make("dl");
      ["own", "panel", "plan", "prior"].forEach((name, at) => pair(rests, word("column.evidence_" + name), percent(unit.evidence[at])));
      place.append(make("h3", word("evidence")), rests);
    }
    const reports = data.reports[unit.id];
    if (reports) {
      const heads = ["period", "value", "reported", "status", "source"].map((name) => word("column." + name));
      const rows = reports.map(([period, value, day, status, source, low, high]) => [
        period, value === null ? `${number(low)}–${number(high)}` : number(value), day, word("status." + status) ?? status, source || "–",
      ]);
      place.append(make("h3", word("reports")), table(heads, rows));
    }
    dialog.querySelector(".close").setAttribute("aria-label", word("close"));
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".unit-link");
    if (link) show(units.get(link.closest("tr").dataset.unit));
  });
})();
