// How notices stand at a time; mirrors standing.py and applies.py, and a test holds them together.
// Times are [seconds, minutes of offset] or null.
const earliest = times => times.filter(Boolean).reduce((a, b) => (a && a[0] <= b[0] ? a : b), null);
const latest = times => times.filter(Boolean).reduce((a, b) => (a && a[0] >= b[0] ? a : b), null);
const onlyUndoes = notice => notice.message === "Cancel" && !notice.withdrawn;

function undone(notice, at, notices) {
  const all = [];
  let untimed = null;
  if (notice.withdrawn) all.push({ until: notice.withdrawn, state: "taken back", by: notice.id });
  for (const other of notices) {
    if (other.id === notice.id || !other.changes.includes(notice.id)) continue;
    if (other.issued) all.push({ until: other.issued, state: onlyUndoes(other) ? "taken back" : "replaced", by: other.id });
    else untimed = untimed ?? other.id;
  }
  const first = all.filter(one => one.until[0] <= at).reduce((a, b) => {
    if (!a || a.until[0] > b.until[0]) return b;
    if (a.until[0] < b.until[0]) return a;
    return [a.state, a.by] < [b.state, b.by] ? a : b;
  }, null);
  return { first, untimed };
}

function standing(notice, area, at, notices) {
  const since = area.from ?? notice.starts ?? notice.issued;
  const until = earliest([area.to, notice.ends]);
  const { first, untimed } = undone(notice, at, notices);
  if (first) return { since, ...first };
  if (until && until[0] <= at) return { state: "ended", since, until, by: untimed };
  const begins = latest([since, notice.issued]);
  if (begins && begins[0] > at) return { state: "next", since: begins, until, by: untimed };
  if (!until && notice.expires[0] <= at) return { state: "unknown", since, until: notice.expires, by: untimed };
  return { state: "now", since, until, by: untimed };
}

function stances({ role, area }) {
  const away = role === "leave" || area.kind === "ordered" || area.kind === "closed";
  const towards = role === "to" || area.kind === "destination" || area.kind === "return";
  return (away ? "away" : "") + (towards ? "towards" : "");
}

function conflicts(now) {
  const found = now.filter(one => stances(one) === "awaytowards").map(one => ({ difference: "kind", one, other: one }));
  now.forEach((one, i) => now.slice(i + 1).forEach(other => {
    const same = (a, b) => a.length === b.length && a.every(id => b.includes(id));
    if (stances(one) !== stances(other)) found.push({ difference: "kind", one, other });
    else if (one.notice === other.notice || !stances(one).includes("away")) return;
    else if (one.notice.deadline?.[0] !== other.notice.deadline?.[0]) found.push({ difference: "deadline", one, other });
    else if (!same(one.notice.to, other.notice.to)) found.push({ difference: "destination", one, other });
  }));
  return found;
}

// What applies: `list` as areasAt returns it, `at` in seconds.
function applying(data, list, at) {
  const here = [], near = [];
  data.notices.filter(notice => !onlyUndoes(notice)).forEach(notice => {
    for (const role of ["leave", "to"]) {
      for (const index of notice[role]) {
        const hit = list.find(one => one[0] === index);
        if (!hit) continue;
        const area = data.areas[index];
        const one = { notice, role, area, share: hit[1], edgeM: hit[2], standing: standing(notice, area, at, data.notices) };
        (hit[1] ? here : near).push(one);
      }
    }
  });
  return { here, near, conflicts: conflicts(here.filter(one => one.standing.state === "now")) };
}
