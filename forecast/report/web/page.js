"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const units = new Map(data.units.map((unit) => [unit.id, unit]));
  const languages = ["vi", "en"], FEW = 300;
  const dialog = document.getElementById("unit");
  const place = document.getElementById("unit-page");
  let language = document.documentElement.lang;

  const word = (code) => data.words[language][code];
  const locale = () => (language === "vi" ? "vi-VN" : "en-GB");
  const number = (value, digits, least) =>
    value === null || value === undefined
      ? "–"
      : value.toLocaleString(locale(), {
          minimumFractionDigits: least ?? 0, maximumFractionDigits: digits ?? (data.whole ? 0 : 1), useGrouping: "always",
        });
  const percent = (share) => number(100 * share, 0) + "%";
  const both = (words) => (Array.isArray(words) ? words[languages.indexOf(language)] : words ?? "");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
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

  // --- signals and cells in the reader's language -------------------------------------------------
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const day = (text) => {
    const [year, month, date] = text.split("-").map(Number), two = (n) => String(n).padStart(2, "0");
    return language === "vi" ? `${two(date)}/${month < 3 ? two(month) : month}/${year}` : `${date} ${months[month - 1]} ${year}`;
  };
  const signal = ([code, values]) => {
    const said = {};
    for (const [name, value] of Object.entries(values)) {
      if (name === "share" || name === "base_share") said[name] = number(100 * value, 1, 1) + "%";
      else if (name === "quarter") said[name] = ["I", "II", "III", "IV"][value - 1];
      else if (name === "since") said[name] = String(value);
      else said[name] = name === "through" ? day(value) : number(value);
    }
    return fill(word("signal." + code), said);
  };
  const question = ([code]) => word("question." + code);
  const turned = (text) => text.replace(/[.,]/g, (sign) => (sign === "." ? "," : "."));
  const chanceText = (text, from) => {
    const words = data.words[from], digits = text.match(/^\d+|\d+/);
    if (text === words["chance.above"]) return word("chance.above");
    if (text === words["chance.below"]) return word("chance.below");
    return text ? fill(word("chance.tenths"), { n: digits[0] }) : "";
  };
  const dayText = (text, from) => {
    if (!/\d/.test(text)) return text;
    const parts = from === "vi" ? text.split("/").map(Number).reverse() : text.split(" ").reverse().map((part) => Number(part) || months.indexOf(part) + 1);
    return day(parts.join("-"));
  };
  const cellIn = (column, cell, unit, from) => {
    const text = cell.textContent;
    if (column === "unit") return both(unit.name);
    if (column === "flag") return both(unit.flag);
    if (column === "chance") return chanceText(text, from);
    if (column === "through") return dayText(text, from);
    if (column === "signals") return (unit.signals ?? []).map(signal).join("; ");
    if (column === "questions") return [...new Set((unit.signals ?? []).map(question))].join(" ");
    return turned(text);
  };
  // The rows of units stand in the page once; the other language's tables are filled from them when they are first looked at.
  const fillTables = (side, first) => {
    side.querySelectorAll("table[data-units]").forEach((table, at) => {
      if (table.tBodies[0].rows.length) return;
      const source = first.querySelectorAll("table[data-units]")[at];
      const columns = [...source.tHead.rows[0].cells].map((cell) => cell.dataset.column);
      for (const row of source.tBodies[0].rows) {
        const copy = row.cloneNode(true), unit = units.get(row.dataset.unit);
        copy.hidden = false;
        copy.querySelectorAll("svg").forEach((drawn) => drawn.remove());
        columns.forEach((column, place) => {
          const cell = copy.cells[place], inner = cell.querySelector("button, span") ?? cell;
          inner.textContent = cellIn(column, cell, unit, first.lang);
        });
        table.tBodies[0].append(copy);
      }
    });
  };

  // --- language and print ---------------------------------------------------------------------
  const sides = [...document.querySelectorAll(".side")];
  const speak = (other) => {
    language = other;
    document.documentElement.lang = other;
    sides.forEach((side) => {
      side.hidden = side.lang !== other;
      if (!side.hidden && side !== sides[0] && !side.dataset.filled) {
        fillTables(side, sides[0]);
        side.dataset.filled = "1";
        prepare(side);
      }
    });
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
    name: (unit) => both(unit.name),
    short: (unit) => -(unit.short ?? -1),
    attainment: (unit) => (unit.quota > 0 && unit.observed !== undefined ? unit.observed / unit.quota : Infinity),
  };
  // Long tables show their first rows; the others a press away, and in print.
  const fold = (table) => {
    const all = table.dataset.open === "1";
    let shown = 0, folded = 0;
    for (const row of table.tBodies[0].rows) {
      const later = !row.hidden && !all && (shown += 1) > FEW;
      row.classList.toggle("later", later);
      folded += later;
    }
    let more = table.parentElement.nextElementSibling;
    if (!more?.classList.contains("more")) {
      if (!folded) return;
      more = make("button", "", { type: "button", class: "more" });
      more.addEventListener("click", () => { table.dataset.open = "1"; fold(table); });
      table.parentElement.after(more);
    }
    more.hidden = !folded;
    more.textContent = fill(word("more_rows"), { n: number(folded, 0) });
  };
  const control = (table) => {
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
      fold(table);
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
      fold(table);
    };
    controls.hidden = false;
    controls.addEventListener("input", (event) => (event.target.classList.contains("order") ? arrange() : refresh()));
    refresh();
  };
  const bar = (cell) => {
    const drawn = draw("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" });
    drawn.append(draw("rect", { width: Math.min(100 * Number(cell.dataset.n), 100), height: 6, fill: "#0072b2" }));
    cell.append(drawn);
  };
  const prepare = (side) => {
    side.querySelectorAll("td[data-n]").forEach(bar);
    side.querySelectorAll("table[data-units]").forEach(fold);
    side.querySelectorAll("table[data-all]").forEach(control);
  };
  prepare(sides[0]);

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
    const past = unit.past ?? {};
    const years = Object.keys(past).map(Number).sort((a, b) => a - b);
    const shown = [...years, data.year];
    const most = Math.max(1, ...years.map((year) => past[year]), unit.high ?? 0, unit.quota ?? 0, unit.observed ?? 0) * 1.12;
    const width = 640, height = 240, left = 8, bottom = 24, step = (width - left) / shown.length;
    const y = (value) => (height - bottom) * (1 - value / most);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    svg.append(draw("title", {}, `${word("past_years")}; ${word("chart.forecast")} ${data.year}: ${number(unit.expected)}`));
    shown.forEach((year, at) => {
      const x = left + at * step + step * 0.18, wide = step * 0.64, value = year === data.year ? unit.observed : past[year];
      if (value !== null && value !== undefined) {
        svg.append(draw("rect", { x, y: y(value), width: wide, height: height - bottom - y(value), fill: year === data.year ? "#0072b2" : "#56b4e9" }));
        svg.append(draw("text", { x: x + wide / 2, y: y(value) - 4, "text-anchor": "middle", "font-size": 12 }, number(value)));
      }
      svg.append(draw("text", { x: x + wide / 2, y: height - 6, "text-anchor": "middle", "font-size": 12 }, String(year)));
    });
    const x = left + (shown.length - 1) * step + step * 0.18, wide = step * 0.64;
    if (unit.low !== undefined && unit.high > unit.low) {
      svg.append(draw("rect", { x: x + wide * 0.3, y: y(unit.high), width: wide * 0.4, height: y(unit.low) - y(unit.high), fill: "#d55e00", "fill-opacity": 0.5 }));
    }
    if (unit.quota !== undefined) {
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
    place.append(make("h2", both(unit.name), { id: "unit-name" }));
    const list = make("dl");
    pair(list, word("column.quota"), number(unit.quota));
    pair(list, word("column.observed"), number(unit.observed) + (unit.quota > 0 && unit.observed !== undefined ? ` (${number((100 * unit.observed) / unit.quota, 1)}%)` : ""));
    pair(list, word("column.forecast"), number(unit.expected) + (unit.high > unit.low ? ` (${number(unit.low)}–${number(unit.high)})` : ""));
    if (unit.chance !== undefined) pair(list, word("column.chance"), chanceWords(unit.chance));
    if (unit.short !== undefined && unit.chance !== undefined) pair(list, word("column.expected_shortfall"), number(unit.short));
    if (unit.needed !== undefined) pair(list, word("column.needed"), number(unit.needed));
    if (unit.usual !== undefined) pair(list, word("column.usual"), number(unit.usual));
    if (unit.estimate !== undefined) pair(list, word("column.unit_estimate"), number(unit.estimate));
    if (unit.flag) pair(list, word("column.flag"), both(unit.flag));
    place.append(list, chart(unit));
    if (unit.points) place.append(make("h3", word("what_if")), whatIf(unit));
    if (unit.signals) {
      const signs = make("ul");
      unit.signals.forEach((found) => signs.append(make("li", `${signal(found)}. ${question(found)}`)));
      place.append(make("h3", word("reasons")), signs);
    }
    if (unit.evidence) {
      const rests = make("dl");
      ["own", "panel", "plan", "prior"].forEach((name, at) => pair(rests, word("column.evidence_" + name), percent(unit.evidence[at])));
      place.append(make("h3", word("evidence")), rests);
    }
    if (unit.made) {
      const parts = make("dl");
      ["known", "own", "panel", "plan", "prior", "fit"].forEach((name, at) => {
        if (unit.made[at]) pair(parts, word("made_of." + name), (at && unit.made[at] > 0 ? "+" : "") + number(unit.made[at]).replace("-", "−"));
      });
      pair(parts, word("column.forecast"), number(unit.expected));
      place.append(make("h3", word("made_of.heading")), parts);
    }
    const reports = data.reports[unit.id];
    if (reports) {
      const heads = ["period", "value", "reported", "status", "source"].map((name) => word("column." + name));
      const rows = reports.map(([period, value, told, status, source, low, high]) => [
        both(data.periods[period]), value === null ? `${number(low)}–${number(high)}` : number(value), told ? day(told) : "–", word("status." + status) ?? status, source || "–",
      ]);
      place.append(make("h3", word("reports")), table(heads, rows));
    }
    dialog.querySelector(".close").setAttribute("aria-label", word("close"));
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".unit-link");
    if (link) show(units.get(link.closest("[data-unit]").dataset.unit));
  });
})();
