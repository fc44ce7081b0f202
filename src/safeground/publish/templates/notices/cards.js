// What is said of each notice, as elements; text only ever goes in as text.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function refill(parent, ...children) {
  parent.textContent = "";
  parent.append(...children);
}

const own = text => element("bdi", {}, text); // somebody's own words, in any script

function row(list, key, ...values) {
  const given = values.flat().filter(value => value !== null && value !== undefined && value !== "");
  const inner = given.length ? given : [element("span", { class: "missing" }, say("not_stated"))];
  list.append(element("div", {}, element("dt", {}, say(key)), ...inner.map(value => element("dd", {}, value))));
}

function designation(area) {
  if (area.by && area.called) return say("designated_as", { who: area.by, called: area.called });
  if (area.by) return say("designated_by", { who: area.by });
  return area.called ? say("called", { called: area.called }) : say("designation_not_stated");
}

function lies({ share, edgeM }, errorM) {
  const said = share >= 1 ? [say("all-of")] : [phrase("part-of", { share: ltr(Math.min(99, Math.max(1, Math.round(share * 100)))) })];
  if (edgeM !== null) said.push(edgeM < 2 ? say("edge-along") : phrase("edge-inside", { m: ltr(Math.round(edgeM)) }));
  if (edgeM !== null && errorM && edgeM <= errorM) said.push(say("edge-unsure"));
  return said.join(" ");
}

function standingRows(list, { standing, notice }) {
  row(list, standing.state === "next" ? "from" : "since", standing.since && moment(standing.since));
  if (standing.state === "ended") row(list, "ended", moment(standing.until));
  else if (standing.state === "replaced") row(list, "issued-then", say("replaced", { by: standing.by }), moment(standing.until));
  else if (standing.state === "taken back") {
    row(list, "issued-then", standing.by === notice.id ? say("withdrawn") : say("taken back", { by: standing.by }), moment(standing.until));
  } else if (standing.state === "unknown") row(list, "until", say("expired", { time: moment(standing.until) }));
  else row(list, "until", standing.until && moment(standing.until));
  const undated = !["replaced", "taken back"].includes(standing.state) && standing.by;
  if (undated) list.append(element("p", { class: "note" }, say("untimed", { by: standing.by })));
}

function deadlineRow(list, notice, at) {
  if (!notice.deadline) return row(list, "by_when");
  const passed = notice.deadline[0] <= at ? element("strong", {}, say("deadline-passed")) : null;
  row(list, "by_when", moment(notice.deadline), say(`means.${notice.means ?? "none"}`), passed);
}

const wayWords = way => [way.id, ...way.streets].map(isolated).join(phrases[language].list_separator)
  + ". " + (way.open.length ? phrase("open", { hours: way.open.map(ltr).join(phrases[language].list_separator) }) : say("open_not_stated"));

function noticeRows(list, notice, data, at) {
  deadlineRow(list, notice, at);
  row(list, "where_to", notice.to.map(index => {
    const area = data.areas[index];
    return `${isolated(area.id)}: ${designation(area)}`;
  }));
  row(list, "which_way", notice.ways.map(wayWords));
  row(list, "end", notice.end && own(notice.end));
  row(list, "who_stays", notice.stays && own(notice.stays));
  row(list, "contact", notice.contact && own(notice.contact));
  row(list, "from_whom", notice.issuer && own(notice.issuer));
  row(list, "issued_at", notice.issued && moment(notice.issued));
  row(list, "source", notice.source && own(notice.source));
}

function ownText(notice) {
  const codes = Object.keys(notice.text);
  if (!codes.length) return null;
  codes.sort((one, other) => Number(other === language) - Number(one === language));
  const texts = codes.map(code => element("blockquote", { lang: code, dir: "auto" }, notice.text[code]));
  return element("details", { class: "own" }, element("summary", {}, say("issuers_words")), ...texts);
}

// One area of one notice, here.
function card(found, data, at, errorM) {
  const { notice, area, role } = found, list = element("dl");
  const title = element("h4", {}, say(`kind.${area.kind}`), ": ", own(area.id));
  const text = [element("p", { class: "designation" }, designation(area))];
  if (role === "leave" && found.standing.state !== "taken back") text.push(element("p", { class: "role" }, say("role-leave")));
  if (role === "to") text.push(element("p", { class: "role" }, say("role-to")));
  text.push(element("p", {}, lies(found, errorM)));
  standingRows(list, found);
  noticeRows(list, notice, data, at);
  if (area.streets.length) row(list, "bounded_by", listed(area.streets));
  if (area.landmarks.length) row(list, "landmarks", listed(area.landmarks));
  return element("article", { class: `card ${area.kind} ${data.copied ? "copied" : "issued"}` },
    element("p", { class: "stamp" }, notice.mark[language]), title, ...text, list, ownText(notice));
}

// A notice by itself, for the list of all.
function whole(notice, data, at) {
  const list = element("dl");
  row(list, "leave-areas", notice.leave.map(index => `${say(`kind.${data.areas[index].kind}`)}: ${isolated(data.areas[index].id)}. ${designation(data.areas[index])}`));
  noticeRows(list, notice, data, at);
  return element("details", {}, element("summary", {}, say("notice"), " ", own(notice.id)),
    element("p", { class: "stamp" }, notice.mark[language]),
    onlyUndoes(notice) ? element("p", {}, say("cancel", { notices: notice.changes.join(phrases[language].list_separator) })) : null,
    list, ownText(notice));
}
