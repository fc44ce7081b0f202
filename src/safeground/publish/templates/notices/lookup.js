// The page: what was asked, what is shown. Nothing is sent and nothing is kept.
const data = JSON.parse(document.getElementById("data").textContent);
phrases = data.phrases;
data.things.forEach(thing => { thing.open = opened(thing.shape); });
data.areas.forEach(area => { area.open = opened(area.shape); });
const MOST = 12;
const by = id => document.getElementById(id);
let chosen = null; // { thing } or { spot, errorM, block }
let asked = null; // the time set by hand, in seconds; null for the clock
let status = () => "";

const now = () => asked ?? Math.floor(Date.now() / 1000);
const clockWords = () => clockTime(now(), deviceOffset(now()));

function tell(words) {
  status = words;
  by("said").textContent = words();
}

function button(thing) {
  const kind = say(`kind-${thing.kind}`);
  const more = [...(thing.also ?? []), thing.within].filter(Boolean);
  const made = element("button", { type: "button" }, element("span", { class: "name" }, own(thing.name)),
    element("span", { class: "kind" }, ` ${kind}${more.length ? ` · ${listed(more)}` : ""}`));
  made.addEventListener("click", () => choose({ thing }));
  return made;
}

function list(indices) {
  refill(by("found"), ...indices.slice(0, MOST).map(index => element("li", {}, button(data.things[index]))));
}

function lookFor(enter) {
  const typed = by("ask").value, { found, exact, similar } = find(data.things, typed);
  if (!spellingKey(typed)) {
    list([]);
    tell(enter ? () => say("nothing-typed") : () => "");
    return;
  }
  if (enter && (exact === 1 || found.length === 1) && !similar) {
    choose({ thing: data.things[found[0]] });
    return;
  }
  list(found);
  tell(() => {
    if (!found.length) return say("none-found");
    const said = phrase(similar ? "similar" : "found", { n: ltr(found.length) });
    return found.length > MOST ? `${said} ${phrase("found-more", { n: ltr(MOST) })}` : said;
  });
}

function choose(what) {
  chosen = what;
  list([]);
  tell(() => "");
  if (what.thing) by("ask").value = what.thing.name;
  answer();
  by("answer-title").focus();
}

function group(key, cards, empty) {
  if (!cards.length && !empty) return null;
  const inner = cards.length ? cards : [element("p", { class: "none" }, say(empty))];
  return element("section", {}, element("h3", {}, say(key)), ...inner);
}

function nearWords(near, errorM) {
  return near.filter(one => !["ended", "replaced", "taken back"].includes(one.standing.state)).map(one => {
    const name = `${one.area.id} (${say(`kind.${one.area.kind}`)})`;
    const said = one.edgeM < 2 ? say("edge-of-along", { area: name }) : phrase("edge-of", { area: isolated(name), m: ltr(Math.round(one.edgeM)) });
    return errorM && one.edgeM <= errorM ? `${said} ${say("edge-unsure")}` : said;
  });
}

function around(label) {
  const { thing, spot, errorM = 0, block } = chosen;
  const blocks = (thing ?? block)?.blocks?.map(index => data.things[index]) ?? [];
  const shown = data.areas.map((_, index) => index).filter(current);
  const { svg, kinds } = drawMap(data, { open: thing?.open, spot, errorM, label }, shown);
  const parts = [element("h3", {}, say("map")), svg];
  const legend = element("ul", { class: "legend" }, ...kinds.map(kind => element("li", {}, swatch(kind), say(`kind.${kind}`))));
  if (kinds.length) parts.push(legend);
  if (blocks.length) {
    const title = thing && thing.kind !== "block" ? "blocks-of" : "neighbours";
    parts.push(element("h3", {}, say(title)), element("ul", { class: "blocks" }, ...blocks.map(block => {
      const made = element("button", { type: "button", "aria-label": thingName(block) }, own(block.name));
      made.addEventListener("click", () => choose({ thing: block }));
      return element("li", {}, made);
    })));
  }
  return element("section", { class: "around" }, ...parts);
}

// Whether an area is drawn: some notice names it that is not over.
function current(index) {
  return data.notices.some(notice => !onlyUndoes(notice) && [...notice.leave, ...notice.to].includes(index)
    && ["now", "next", "unknown"].includes(standing(notice, data.areas[index], now(), data.notices).state));
}

function swatch(kind) {
  const svg = drawn("svg", { viewBox: "0 0 28 18", "aria-hidden": "true" });
  svg.append(drawn("rect", { x: 1, y: 1, width: 26, height: 16, class: `area stroke-${kind}`, fill: `url(#p-${kind})` }));
  return svg;
}

function recordedWords() {
  if (!data.recorded) return [say("recorded-unknown")];
  const hours = Math.floor((now() - data.recorded[0]) / 3600);
  const said = [say("recorded", { time: moment(data.recorded) })];
  if (hours < 0) said.push(say("before-record"));
  else if (hours >= 1) said.push(phrase("age", { hours: ltr(hours) }));
  return said;
}

function answer() {
  const at = now(), { thing, spot, errorM = 0, block } = chosen;
  const hits = applying(data, thing ? thing.in : areasAt(data.origin, data.areas, spot, errorM), at);
  const state = (...states) => hits.here.filter(one => states.includes(one.standing.state)).map(one => card(one, data, at, errorM));
  const label = thing ? thingName(thing) : phrase("you-are", { m: ltr(Math.round(errorM)) });
  refill(by("answer-title"), own(label));
  const where = [thing?.within && own(thing.within), !thing && (block ? say("in-block", { block: block.name }) : say("in-no-block")), !thing && chosen.off && say("off")];
  const parts = [
    ...where.filter(Boolean).map(words => element("p", {}, words)),
    element("p", { class: "as-of" }, say("at-time", { time: clockWords() })),
    element("p", { class: "as-of" }, recordedWords().join(" ")),
  ];
  if (thing && !thing.open) parts.push(element("p", { class: "warn" }, say("undrawn")));
  else {
    if (hits.conflicts.length) {
      parts.push(element("div", { class: "warn", role: "note" }, element("p", {}, element("strong", {}, say("conflict"))),
        element("ul", {}, ...[...new Set(hits.conflicts.map(({ difference, one, other }) =>
          say(`conflict-${difference}`, { one: conflictName(one), other: conflictName(other) })))].map(words => element("li", {}, words)))));
    }
    const doubtful = state("unknown"); // where these are, nobody can say that nothing is recorded
    parts.push(group("now", state("now"), doubtful.length ? null : "no_designation"), group("unknown", doubtful), group("next", state("next"), "nothing-next"));
    const edges = nearWords(hits.near, errorM);
    if (edges.length) parts.push(element("section", {}, element("h3", {}, say("near")), element("ul", {}, ...edges.map(words => element("li", {}, words)))));
    const past = state("ended", "replaced", "taken back");
    if (past.length) parts.push(element("details", { class: "past" }, element("summary", {}, say("over"), ` (${ltr(past.length)})`), ...past));
    parts.push(element("p", { class: "protection" }, say("protection-all"), " ", say("claim"), data.copied ? ` ${say("not-order")}` : ""), around(label));
  }
  refill(by("answer-body"), ...parts.filter(Boolean));
  by("answer").hidden = false;
}

const conflictName = ({ notice, area }) => `${notice.id} (${area.id})`;

function located({ coords }) {
  const spot = onGrid(data.origin, coords.longitude, coords.latitude), errorM = coords.accuracy || 0;
  const block = data.things.find(thing => thing.kind === "block" && thing.open && inside(thing.open, spot)) ?? null;
  const boxes = [...data.things, ...data.areas].map(one => one.open?.box).filter(Boolean);
  const far = 1000; // steps: about a kilometre
  const off = !boxes.some(box => spot[0] >= box[0] - far && spot[0] <= box[2] + far && spot[1] >= box[1] - far && spot[1] <= box[3] + far);
  by("ask").value = "";
  choose({ spot, errorM, block, off });
}

function locate() {
  if (!navigator.geolocation) {
    tell(() => say("position-none"));
    return;
  }
  tell(() => say("position-asked"));
  const failed = error => tell(() => say(error.code === 1 ? "position-refused" : "position-none"));
  navigator.geolocation.getCurrentPosition(located, failed, { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 });
}

function showClock() {
  by("clock-words").textContent = say(asked === null ? "clock-now" : "clock-set", { time: clockWords() });
  by("clock-back").hidden = asked === null;
}

function refresh() {
  showClock();
  by("recorded").textContent = recordedWords().join(" ");
  if (chosen) answer();
}

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  document.documentElement.dir = code === "ar" || code === "he" ? "rtl" : "ltr";
  document.title = say("title");
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
  for (const one of by("languages").querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.lang === code));
  refill(by("marks"), ...[...new Set(data.notices.map(notice => notice.mark[code]))].map(words => element("li", {}, words)));
  by("banner").textContent = data.banner[code];
  refill(by("all"), ...data.notices.map(notice => whole(notice, data, now())));
  by("said").textContent = status();
  if (by("found").children.length) lookFor(false);
  refresh();
}

by("form").addEventListener("submit", event => { event.preventDefault(); lookFor(true); });
by("ask").addEventListener("input", () => lookFor(false));
by("here").addEventListener("click", locate);
by("languages").addEventListener("click", event => { if (event.target.lang) speak(event.target.lang); });
by("clock-other").addEventListener("input", event => {
  const time = new Date(event.target.value).getTime();
  asked = Number.isNaN(time) ? null : Math.floor(time / 1000);
  refresh();
});
by("clock-back").addEventListener("click", () => {
  asked = null;
  by("clock-other").value = "";
  refresh();
  by("clock-other").focus();
});
setInterval(() => { if (asked === null && !document.hidden) refreshQuietly(); }, 60000);

// The minute's turn must not take the focus away or close what a reader has opened.
let last = "";
function refreshQuietly() {
  showClock();
  const states = chosen && JSON.stringify(data.notices.map(notice => [...notice.leave, ...notice.to].map(index => standing(notice, data.areas[index], now(), data.notices).state)));
  if (states && states !== last && last && !by("answer").contains(document.activeElement)) answer();
  last = states || "";
}

const wanted = [location.hash.slice(1), ...(navigator.languages ?? []).map(code => code.slice(0, 2))];
document.body.classList.add("ready");
speak(wanted.find(code => phrases[code]) ?? data.language);
