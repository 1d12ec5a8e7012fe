"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { people, units, requirements, statuses, reasons, rows, words } = data;
  const [PERSON, UNIT, REQUIREMENT, STATUS, DUE, REASON] = [0, 1, 2, 3, 4, 5];
  const PAGE = 50;
  const at = (id) => document.getElementById(id);
  const form = at("tools"), body = at("rows"), count = at("count"), none = at("none");
  const heads = [...document.querySelectorAll("#people th[data-by]")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  const texts = {
    people: people.map((each) => fold(each.join(" "))),
    units: units.map(fold),
    requirements: requirements.map((each) => fold(each.join(" "))),
  };
  let shown = rows, page = 0, order = { by: PERSON, down: false };

  function option(select, value, text) {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    select.append(made);
  }

  // A unit is offered with all that are above it, and stands for all below it.
  function offerUnits() {
    const paths = new Set();
    for (const unit of units) {
      const levels = unit.split("/");
      for (let depth = 1; depth <= Math.min(levels.length, 2); depth++) paths.add(levels.slice(0, depth).join("/"));
    }
    for (const path of [...paths].filter(Boolean).sort()) {
      const depth = path.split("/").length - 1;
      option(form.elements.unit, path, "\u3000".repeat(depth) + path.slice(path.lastIndexOf("/") + 1));
    }
  }

  function offerRequirements() {
    const asked = new Set(rows.map((row) => row[REQUIREMENT]));
    let role = null, group = null;
    for (const place of [...asked].sort((a, b) => a - b)) {
      if (requirements[place][1] !== role) {
        role = requirements[place][1];
        group = document.createElement("optgroup");
        group.label = role;
        form.elements.requirement.append(group);
      }
      option(group, place, requirements[place][0]);
    }
  }

  function choose() {
    const said = fold(form.elements.search.value).split(/\s+/).filter(Boolean);
    const status = form.elements.status.value, unit = form.elements.unit.value, requirement = form.elements.requirement.value;
    const inUnit = units.map((each) => !unit || each === unit || each.startsWith(unit + "/"));
    const holds = (row, word) =>
      texts.people[row[PERSON]].includes(word) ||
      texts.units[row[UNIT]].includes(word) ||
      texts.requirements[row[REQUIREMENT]].includes(word);
    shown = rows.filter(
      (row) =>
        inUnit[row[UNIT]] &&
        (status === "" || (status === "open" ? row[STATUS] < data.open : row[STATUS] === Number(status))) &&
        (requirement === "" || row[REQUIREMENT] === Number(requirement)) &&
        said.every((word) => holds(row, word)),
    );
    arrange();
    page = 0;
    show();
  }

  function arrange() {
    const turn = order.down ? -1 : 1;
    shown.sort((a, b) => turn * (a[order.by] - b[order.by]) || a[PERSON] - b[PERSON] || a[REQUIREMENT] - b[REQUIREMENT]);
    for (const head of heads) {
      const own = Number(head.dataset.by) === order.by;
      if (own) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  function cell(line, name, ...parts) {
    const made = document.createElement("td");
    made.className = name;
    made.setAttribute("role", "cell");
    made.append(...parts);
    line.append(made);
  }

  function part(name, text, tag = "span") {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function day(number) {
    const digits = String(number).padStart(8, "0");
    const [year, month, date] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
    const era = data.eras.find(([first]) => number >= first);
    return era ? `${era[1]}${year - era[2]}.${Number(month)}.${Number(date)}` : `${year}-${month}-${date}`;
  }

  function line(row) {
    const made = document.createElement("tr");
    made.setAttribute("role", "row");
    const [staff, name] = people[row[PERSON]], [requirement, role] = requirements[row[REQUIREMENT]];
    const [status, mark, word] = statuses[row[STATUS]];
    const sign = part("mark", mark);
    sign.setAttribute("aria-hidden", "true");
    const verdict = part("m-" + status, "");
    verdict.append(sign, word);
    cell(made, "", part("", name || staff, "b"), part("sub", name ? staff : ""));
    cell(made, "place", units[row[UNIT]]);
    cell(made, "what", requirement + " ", part("sub", role));
    cell(made, "short", verdict);
    cell(made, "day", day(row[DUE]));
    cell(made, "why", reasons[row[REASON]]);
    return made;
  }

  function show() {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    body.replaceChildren(...shown.slice(page * PAGE, (page + 1) * PAGE).map(line));
    const counted = new Set(shown.map((row) => row[PERSON])).size;
    count.textContent = fill(words.count, {
      shown: number.format(shown.length), all: number.format(rows.length), people: number.format(counted),
    });
    none.hidden = shown.length > 0;
    none.textContent = words.none;
    at("place").textContent = fill(words.page, { page: number.format(page + 1), pages: number.format(pages) });
    at("back").disabled = page === 0;
    at("next").disabled = page >= pages - 1;
  }

  function turn(by) {
    page += by;
    show();
    at("people").scrollIntoView({ block: "start" });
  }

  // On paper there are no pages to turn: all that is chosen is laid out, up to what anybody would print.
  function printed() {
    body.replaceChildren(...shown.slice(0, data.printed).map(line));
    const left = shown.length - data.printed;
    if (left > 0) {
      none.textContent = fill(words.left, { count: number.format(left) });
      none.hidden = false;
    }
  }

  offerUnits();
  offerRequirements();
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      const by = Number(head.dataset.by);
      order = { by, down: order.by === by && !order.down };
      arrange();
      page = 0;
      show();
    });
  }
  at("back").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  window.addEventListener("beforeprint", printed);
  window.addEventListener("afterprint", show);
  at("live").hidden = false;
  choose();
})();
