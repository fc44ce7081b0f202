// Filters the table and moves the axis. Without it every row is there and the axis shows the whole range.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const ask = document.querySelector("[data-part=ask]");
  if (!data.row.length) return;
  const column = found => (Array.isArray(found) ? found
    : found.at ? found.at.map(index => found.words[index]) : data.row.map(() => found.words[0]));
  const rows = data.row.map(number => document.getElementById("c" + number));
  const [known, about, struck, head] = ["known", "about", "struck", "head"].map(name => column(data[name]));
  const exact = {
    subject: column(data.claims.subject), measure: column(data.claims.measure),
    kind: column(data.claims.kind), source: column(data.source),
  };
  const places = new Map(data.row.map((number, index) => [number, index]));
  // A long lane is in several parts; its heading stands in the first.
  const lanes = [];
  for (const body of document.querySelectorAll("tbody.lane")) {
    if (body.querySelector(".ln")) lanes.push({ heading: body.querySelector(".ln"), parts: [], section: body.closest("section") });
    lanes.at(-1).parts.push({ body, rows: rows.filter(row => row.parentNode === body) });
  }
  const input = name => ask.querySelector(`[data-filter=${name}]`);
  const said = ask.querySelector("[data-part=said]");
  const [start, end] = data.axis;
  let view = [start, end], opened = new Set(), texts = null;

  // Clock times of the page's zone: offsets in minutes, each from a minute on.
  const offset = at => data.offsets.reduce((now, [from, ahead]) => (from <= at ? ahead : now), data.offsets[0][1]);
  const wall = at => new Date((at + offset(at)) * 60000).toISOString();
  const unlocal = local => local - offset(local - offset(local));
  const minute = text => {
    const local = text ? Date.parse(text + "Z") / 60000 : NaN;
    return Number.isNaN(local) ? null : unlocal(local);
  };
  const clock = at => `${Number(wall(at).slice(8, 10))} ${MONTHS[Number(wall(at).slice(5, 7)) - 1]} ${wall(at).slice(0, 4)}, ${wall(at).slice(11, 16)}`;
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // What the ledger answers from which minute on.
  const holds = (course, at) => course.reduce((now, [from, answer]) => (from === null || from <= at ? answer : now), "no");

  const show = () => {
    const want = Object.fromEntries(Object.keys(exact).map(name => [name, input(name).value]));
    const words = plain(input("text").value.trim()).split(/\s+/).filter(Boolean);
    if (words.length && !texts) {
      texts = rows.map((row, index) => plain(`${row.textContent} ${exact.subject[index]} ${exact.measure[index].replace(/_/g, " ")}`));
    }
    const at = minute(input("known_at").value), valid = minute(input("valid_at").value);
    const by = Number(input("known_by").value), hide = input("hide").checked, fold = input("fold").checked;
    const sum = { shown: 0, certain: 0, possible: 0, no: 0, folded: 0 };
    const visible = rows.map((row, index) => {
      const found = Object.entries(want).every(([name, value]) => !value || exact[name][index] === value)
        && (!words.length || words.every(word => texts[index].includes(word)));
      const about_it = valid === null ? "certain" : holds(about[index], valid);
      const then = at === null ? "certain" : holds(known[index][by], at);
      const gone = struck[index] && at !== null && struck[index][by] && holds(struck[index][by], at) !== "certain";
      if (!found || about_it === "no") return [false, row, "", index];
      sum[then] += 1;
      const kind = (then === "no" ? "no " : then === "possible" ? "maybe " : "") + (about_it === "possible" ? "perhaps " : "") + (gone ? "still " : "");
      return [then !== "no" || !hide, row, kind, index];
    });
    const there = visible.map(([is]) => is);
    for (const [is, row, kind, index] of visible) {
      const first = head[index] === null ? -1 : places.get(head[index]);
      const folded = is && fold && first >= 0 && there[first] && !opened.has(head[index]);
      if (folded) sum.folded += 1;
      if (is && !folded) sum.shown += 1;
      if (row.hidden !== (!is || folded)) row.hidden = !is || folded;
      const fixed = row.dataset.fixed ?? (row.dataset.fixed = row.className.trim());
      const whole = (kind + fixed).trim();
      if (row.className !== whole) row.className = whole;
    }
    const filled = new Map();
    const hide_it = (element, is) => { if (element.hidden !== is) element.hidden = is; };
    for (const { heading, parts, section } of lanes) {
      const empty = parts.map(part => part.rows.every(row => row.hidden)), none = empty.every(Boolean);
      hide_it(heading, none);
      parts.forEach((part, index) => hide_it(part.body, none || (index > 0 && empty[index])));
      filled.set(section, filled.get(section) || !none);
    }
    for (const [section, is] of filled) hide_it(section, !is);
    said.textContent = `${sum.shown} of ${rows.length} claims shown`
      + (sum.folded ? `, ${sum.folded} repeats folded` : "")
      + (at === null ? "." : `. Known at ${clock(at)}: ${sum.certain} surely, ${sum.possible} possibly (hatched), ${sum.no} not yet (${hide ? "left out" : "grey"}).`);
    if (at !== null) input("slider").value = Math.round(1000 * (at - view[0]) / (view[1] - view[0]));
    input("slider").setAttribute("aria-valuetext", at === null ? "not set" : clock(at));
  };

  // The same lines as the program draws: at most seven, at round times of the zone's clock.
  const DAY = 1440, MONTH = 30 * DAY;
  const fits = (steps, unit, span) => steps.find(one => span / (one * unit) <= 7);
  const ticks = () => {
    const span = view[1] - view[0], found = [], first = new Date((view[0] + offset(view[0])) * 60000);
    const minutes = fits([5, 15, 30, 60, 120, 180, 360, 720], 1, span), days = fits([1, 2, 7, 14], DAY, span);
    const months = fits([1, 2, 3, 6, 12, 24, 60, 120, 600, 1200], MONTH, span) ?? 12000;
    const whole = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
    for (let step = 0, day = 0; step < 2000; step += 1) {
      const date = minutes || days ? [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate() + day] : [0, whole + step * months, 1];
      const local = new Date(0);
      local.setUTCFullYear(...date);
      const at = unlocal(local.getTime() / 60000 + (minutes ? step * minutes : 0)), time = wall(at);
      if (at > view[1]) break;
      if (days && !minutes) day += at >= view[0] ? days : 1;
      if (at < view[0] || (found.length && at <= found.at(-1)[0])) continue;
      const month = MONTHS[Number(time.slice(5, 7)) - 1], name = `${Number(time.slice(8, 10))} ${month}`, year = time.slice(0, 4);
      found.push([at, minutes ? (found.length && time.slice(11, 16) !== "00:00" ? "" : name + ", ") + time.slice(11, 16)
        : days ? name + (found.length ? "" : " " + year) : months < 12 ? `${month} ${year}` : year]);
    }
    return found;
  };
  const look = (from, to) => {
    view = to - from >= 10 ? [from, to] : [start, end];
    const span = view[1] - view[0], box = `${view[0] - start} 0 ${span} 24`;
    for (const drawing of document.querySelectorAll(".tl svg")) drawing.setAttribute("viewBox", box);
    const marks = ticks(), lines = marks.map(([at]) => `M${at - start} 0V24`).join("");
    for (const axis of document.querySelectorAll("[data-part=axis]")) {
      axis.querySelector("path").setAttribute("d", lines);
      axis.querySelectorAll("span").forEach(one => one.remove());
      for (const [at, words] of marks) {
        const label = document.createElement("span");
        label.style.left = (100 * (at - view[0])) / span + "%";
        label.textContent = words;
        axis.append(label);
      }
    }
    input("from").value = wall(view[0]).slice(0, 16);
    input("to").value = wall(view[1]).slice(0, 16);
  };

  ask.oninput = event => {
    const name = event.target.dataset.filter;
    if (name === "from" || name === "to") return;
    if (name === "slider") input("known_at").value = wall(Math.round(view[0] + (view[1] - view[0]) * event.target.value / 1000)).slice(0, 16);
    show();
  };
  ask.onchange = event => {
    if (["from", "to"].includes(event.target.dataset.filter)) look(minute(input("from").value) ?? start, minute(input("to").value) ?? end);
  };
  ask.onsubmit = event => event.preventDefault();
  ask.onreset = () => setTimeout(() => { opened = new Set(); look(start, end); show(); });
  ask.querySelector("[data-part=closer]").onclick = () => {
    const at = minute(input("known_at").value) ?? (view[0] + view[1]) / 2, half = (view[1] - view[0]) / 8;
    look(Math.round(at - half), Math.round(at + half));
    show();
  };
  ask.querySelector("[data-part=whole]").onclick = () => { look(start, end); show(); };
  document.getElementById("claims").onclick = event => {
    const link = event.target.closest("a[href^='#c']"), row = link && document.getElementById(link.hash.slice(1));
    if (!row || !row.hidden) return;
    opened.add(head[places.get(Number(link.hash.slice(2)))]);
    show();
    if (row.hidden) ask.reset();
  };
  ask.hidden = false;
  look(start, end);
  show();
})();
