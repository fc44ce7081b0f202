// Phrases and times. Words of issuers and names go into a text in isolates, so that no script turns another round.
const LEFT_TO_RIGHT = "\u2066", ISOLATE = "\u2068", POP = "\u2069";
const isolated = text => ISOLATE + text + POP;
let language = "en", phrases = {};

const ltr = text => LEFT_TO_RIGHT + text + POP;

// A phrase with values put in as they are; `say` isolates them first.
function phrase(key, values = {}) {
  return phrases[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function say(key, values = {}) {
  return phrase(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolated(value)])));
}

const listed = texts => texts.map(isolated).join(phrases[language].list_separator);

const two = number => String(number).padStart(2, "0");
const zone = minutes => {
  const size = Math.abs(minutes);
  return minutes ? `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}` : "UTC";
};

// As moments.py says a time, in the same words.
function clockTime(seconds, minutes) {
  const there = new Date((seconds + minutes * 60) * 1000);
  const date = phrase("date", {
    weekday: phrase(`weekday.${there.getUTCDay() || 7}`),
    day: ltr(there.getUTCDate()),
    month: phrase(`month.${there.getUTCMonth() + 1}`),
    year: ltr(there.getUTCFullYear()),
  });
  return phrase("moment", { date, clock: ltr(`${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`), zone: ltr(zone(minutes)) });
}

const deviceOffset = seconds => -new Date(seconds * 1000).getTimezoneOffset();

// A stated time, in its own offset; and by the phone's clock where that shows another.
function moment([seconds, minutes]) {
  const stated = clockTime(seconds, minutes), device = deviceOffset(seconds);
  if (device === minutes) return stated;
  return `${stated}; ${say("clock-same", { time: clockTime(seconds, device) })}`;
}

const thingName = thing => (thing.kind === "block" ? say("block-id", { block: thing.name }) : thing.name);
const areaName = area => area.called ?? area.id;
