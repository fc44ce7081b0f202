// Finding by name. spellingKey mirrors spelling_key.py; a test holds them together.
"use strict";
const ALIKE = new Map();
{
  const from = [..."آأإٱىیةہۀؤئکڪەۃךםןףץґёїі"], to = [..."ااااييهههويككههכמנפצгеии"];
  from.forEach((sign, i) => ALIKE.set(sign, to[i]));
}

function digitOf(sign) {
  const code = sign.codePointAt(0);
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

function spellingKey(text) {
  let plain = text.replace(/\p{Nd}/gu, digitOf).replace(/([0-9])[.٫](?=[0-9])/g, "$1\u0001");
  plain = plain.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  plain = [...plain].map(sign => ALIKE.get(sign) ?? sign).join("");
  plain = plain.replace(/[\u0640\u0621'’ʼ`´"״׳ʾʿ‘“”]/g, "");
  plain = plain.replace(/[^\p{L}\p{N}\u0001]+/gu, " ").trim();
  plain = plain.replace(/(^| )(?:(?:al|el|as|ash|az|ad|an|at|ar) (?=[a-z])|ال(?=[\p{L}\p{N}]{3}))/gu, "$1");
  return plain.split("\u0001").join(".").trim();
}

const BLOCK_WORDS = new RegExp(`^(?:${["block", "بلوك", "البلوك", "مربع", "בלוק", "גוש", "квартал", "блок", "no", "رقم", "מספר"]
  .map(spellingKey).join("|")}) (?=.*[0-9])`, "u");

function withoutBlockWords(key) {
  let shorter = key;
  while (BLOCK_WORDS.test(shorter)) shorter = shorter.replace(BLOCK_WORDS, "");
  return shorter;
}

// Whether two words differ by at most `most` letters put in, left out or changed.
function within(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return false;
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    if (Math.min(...next) > most) return false;
    row = next;
  }
  return row[other.length] <= most;
}

// 0 equal, 1 beginning, 2 beginning of a word, 3 similar; -1 not at all. Numbers are never only similar.
function nearness(key, asked) {
  if (key === asked) return 0;
  if (key.startsWith(asked)) return 1;
  if (key.includes(` ${asked}`)) return 2;
  if (asked.length >= 4 && !/[0-9]/.test(asked) && within(key, asked, asked.length >= 7 ? 2 : 1)) return 3;
  return -1;
}

// Return { found: indices best first, exact: how many are equal, similar: whether none but similar ones are there }.
function find(things, typed) {
  const whole = spellingKey(typed), short = withoutBlockWords(whole);
  if (!whole) return { found: [], exact: 0, similar: false };
  const ranked = [];
  things.forEach((thing, index) => {
    let best = -1;
    for (const key of thing.keys) {
      for (const asked of new Set([whole, short])) {
        const rank = nearness(key, asked);
        if (rank >= 0 && (best < 0 || rank < best)) best = rank;
      }
    }
    if (best >= 0) ranked.push([best, index]);
  });
  ranked.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return {
    found: ranked.map(pair => pair[1]),
    exact: ranked.filter(pair => pair[0] === 0).length,
    similar: ranked.length > 0 && ranked[0][0] === 3,
  };
}
