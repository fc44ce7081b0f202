// Shapes on the grid: vertices as steps of 1e-5 degrees from the one before. Distances in metres.
const STEP_DEG = 1e-5, LAT_M = 111132, LON_M = 111320, NEAR_M = 50;

function walked(steps) {
  const places = [];
  let x = 0, y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    places.push([x, y]);
  }
  return places;
}

// A shape as { polygons | lines | point, box: [west, south, east, north] }, in steps from the origin.
function opened(shape) {
  if (!shape) return null;
  const open = {};
  if (shape.polygon) open.polygons = shape.polygon.map(rings => rings.map(walked));
  if (shape.line) open.lines = shape.line.map(walked);
  if (shape.point) open.point = walked(shape.point)[0];
  const all = (open.polygons ?? [open.lines ?? [[open.point]]]).flat(2);
  open.box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of all) {
    open.box[0] = Math.min(open.box[0], x);
    open.box[1] = Math.min(open.box[1], y);
    open.box[2] = Math.max(open.box[2], x);
    open.box[3] = Math.max(open.box[3], y);
  }
  return open;
}

const onGrid = (origin, lon, lat) => [(lon - origin[0]) / STEP_DEG, (lat - origin[1]) / STEP_DEG];

// Metres of one step east and of one step north, at a number of steps north of the origin.
const stepM = (origin, y) => {
  const lat = origin[1] + y * STEP_DEG;
  return [LON_M * Math.cos(lat * Math.PI / 180) * STEP_DEG, LAT_M * STEP_DEG];
};

function inRing(ring, [x, y]) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

function inside(open, place) {
  const [x, y] = place, [west, south, east, north] = open.box;
  if (!open.polygons || x < west || x > east || y < south || y > north) return false;
  return open.polygons.some(rings => inRing(rings[0], place) && !rings.slice(1).some(hole => inRing(hole, place)));
}

// Metres from a place to the nearest edge of a polygon.
function edgeM(origin, open, [x, y]) {
  const [east, north] = stepM(origin, y);
  let least = Infinity;
  for (const ring of open.polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const ax = (ring[j][0] - x) * east, ay = (ring[j][1] - y) * north;
      const bx = (ring[i][0] - x) * east, by = (ring[i][1] - y) * north;
      const dx = bx - ax, dy = by - ay, long = dx * dx + dy * dy;
      const t = long ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / long)) : 0;
      least = Math.min(least, Math.hypot(ax + t * dx, ay + t * dy));
    }
  }
  return least;
}

// As a thing's list "in": [area, share, metres to the edge or null], for a position that may be off by errorM.
function areasAt(origin, areas, place, errorM) {
  const reach = Math.max(NEAR_M, errorM), found = [];
  areas.forEach((area, index) => {
    if (!area.open) return;
    const within = inside(area.open, place), edge = edgeM(origin, area.open, place);
    if (within || edge <= reach) found.push([index, within ? 1 : 0, edge <= reach ? edge : null]);
  });
  return found;
}
