// The small map: the place, what lies around it, the areas. Signs differ by pattern and not by colour alone.
const SVG = "http://www.w3.org/2000/svg", WIDE = 360, HIGH = 270;

function drawn(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

// Where the map looks: [west, south, wide, high] in steps, at least 300 m across.
function view(origin, box) {
  const [east, north] = stepM(origin, (box[1] + box[3]) / 2);
  const wideM = Math.max(box[0] === box[2] ? 600 : 300, (box[2] - box[0]) * east * 1.9, (box[3] - box[1]) * north * 1.9 * WIDE / HIGH);
  const wide = wideM / east, high = wideM * HIGH / WIDE / north;
  return { west: (box[0] + box[2] - wide) / 2, south: (box[1] + box[3] - high) / 2, wide, high, pxPerM: WIDE / wideM };
}

const meets = (box, { west, south, wide, high }) =>
  box[0] <= west + wide && box[2] >= west && box[1] <= south + high && box[3] >= south;

function paths(open, at) {
  const ring = (places, end) => `M${places.map(at).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${end}`;
  if (open.polygons) return open.polygons.flat().map(places => ring(places, "Z")).join("");
  return (open.lines ?? []).map(places => ring(places, "")).join("");
}

function scaleBar(pxPerM) {
  const metres = [2000, 1000, 500, 200, 100, 50].find(m => m * pxPerM <= WIDE / 3) ?? 50;
  const group = drawn("g", { class: "scale" }), long = metres * pxPerM;
  group.append(
    drawn("rect", { x: 4, y: HIGH - 25, width: long + 12, height: 21 }),
    drawn("path", { d: `M10 ${HIGH - 12}v4h${long}v-4` }),
    drawn("text", { x: 10 + long / 2, y: HIGH - 13, "text-anchor": "middle" }, phrase("unit.m", { number: ltr(metres) })),
  );
  return group;
}

function patterns() {
  const defs = drawn("defs", {});
  const marks = { ordered: "M-2 10L10-2M6 18L18 6", closed: "M0 0L16 16M16 0L0 16", destination: "M4 4h1M12 12h1", return: "M0 8h16" };
  for (const [kind, d] of Object.entries(marks)) {
    const pattern = drawn("pattern", { id: `p-${kind}`, width: 16, height: 16, patternUnits: "userSpaceOnUse" });
    pattern.append(drawn("path", { d, class: `stroke-${kind}` }));
    defs.append(pattern);
  }
  return defs;
}

// Draw a place (`open`, its grid shape) or a position (`spot`, `errorM`), and of `shownAreas` (indices) those in view.
// Return the drawing and the kinds of areas on it.
function drawMap(data, { open, spot, errorM, label }, shownAreas) {
  const box = open ? open.box : [spot[0], spot[1], spot[0], spot[1]];
  const seen = view(data.origin, box);
  const at = ([x, y]) => [(x - seen.west) / seen.wide * WIDE, HIGH - (y - seen.south) / seen.high * HIGH];
  const svg = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": say("map-of", { place: label }) });
  svg.append(patterns(), drawn("rect", { class: "land", width: WIDE, height: HIGH }));
  const kinds = new Set();
  for (const index of shownAreas) {
    const area = data.areas[index];
    if (!area.open || !meets(area.open.box, seen)) continue;
    kinds.add(area.kind);
    svg.append(drawn("path", { d: paths(area.open, at), class: `area stroke-${area.kind}`, fill: `url(#p-${area.kind})`, "fill-rule": "evenodd" }));
  }
  const labels = drawn("g", { class: "labels" });
  for (const thing of data.things) {
    if (thing.kind !== "block" || !thing.open || !meets(thing.open.box, seen)) continue;
    svg.append(drawn("path", { d: paths(thing.open, at), class: "block" }));
    // Of a block that leaves the map, the middle of what is on it.
    const seenBox = [Math.max(thing.open.box[0], seen.west), Math.max(thing.open.box[1], seen.south),
      Math.min(thing.open.box[2], seen.west + seen.wide), Math.min(thing.open.box[3], seen.south + seen.high)];
    const middle = [(seenBox[0] + seenBox[2]) / 2, (seenBox[1] + seenBox[3]) / 2];
    const [west, south] = at(seenBox.slice(0, 2)), [east, north] = at(seenBox.slice(2)), [x, y] = at(middle);
    const room = east - west >= thing.name.length * 7 && south - north >= 12 && inside(thing.open, middle);
    const half = thing.name.length * 4 + 2;
    if (room && x > half && x < WIDE - half && y > 10 && y < HIGH - 28) {
      labels.append(drawn("text", { x, y: y + 4, "text-anchor": "middle" }, thing.name));
    }
  }
  if (open && !open.point) svg.append(drawn("path", { d: paths(open, at), class: `chosen${open.lines ? " line" : ""}` }));
  const dot = spot ?? open?.point;
  if (dot) {
    const [x, y] = at(dot);
    if (errorM) svg.append(drawn("circle", { class: "error", cx: x, cy: y, r: errorM * seen.pxPerM }));
    svg.append(drawn("circle", { class: "dot", cx: x, cy: y, r: 6 }));
  }
  svg.append(labels, scaleBar(seen.pxPerM));
  return { svg, kinds: [...kinds] };
}
