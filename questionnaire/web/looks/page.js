// What the browser does on a page: moves the focus to the heading of one that has just come up, has a text read out
// when it changes, and has what is typed into the fields of the record saved soon after the last key, though the field
// still has the focus.
// `data`: place (what the page shows), target (the id of its heading), says (what is read out), typed and chosen (how the
// keys of the fields begin whose text or choice goes to the record), word (by which the page is known).
// A click on a link to a question moves the focus to the question's heading, or tells `question` where it is not here;
// one on a link to a page of the assessment tells `page`. `back` is told when the server is there again, and when it says
// that others changed what the page shows.
const PAUSE = 400;
const LONG = 10000;
const ON_ITS_WAY = 300;
const NARROW = 768;
const LOOKS_EVERY = 1500;
const LATE = 1500;
const TRIES = 6;
const AT_ONCE = 50;

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = "en";
  const before = window.riskwalkPlace;
  window.riskwalkPlace = data.place;
  if (before !== undefined && before !== data.place) toHeading(data.target);
  readOut(data.says);
  window.riskwalkWord = data.word;
  window.riskwalkGo = (what, to) => setTriggerValue(what, to);
  window.riskwalkBack ||= lookAgainWhenBack();
  window.riskwalkNews ||= listenForNews();
  window.riskwalkAround ||= putInPlace();
  window.riskwalkLinks ||= followLinks();
  window.riskwalkTyping ||= saveWhatIsTyped(keysThatBegin(data.typed));
  window.riskwalkChoices ||= bringWhatWasMissed(keysThatBegin(data.chosen));
}

function keysThatBegin(starts) {
  return starts.map((start) => `[class*="st-key-${start}"]`).join(", ");
}

function toHeading(target) {
  const heading = document.getElementById(target) || document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.style.outline = "none";
  heading.style.scrollMarginTop = "6.2rem";
  heading.focus();
  heading.scrollIntoView({ block: "start" });
}

function followLinks() {
  let clicks = 0;
  document.addEventListener("click", (event) => {
    const click = (clicks += 1);
    const link = event.target.closest?.("a[data-question], a[data-page]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.page) return turnTo(link.dataset.page, () => click === clicks);
    const target = link.hash.slice(1);
    if (document.getElementById(target)) toHeading(target);
    else window.riskwalkGo("question", link.dataset.question);
  });
  return true;
}

// On a narrow screen the ways lie over the page that they lead to. A click on a page that has only just come up can still go
// to the one before it, which is gone: it is made again where nothing came of it and `isLast`, none having followed.
function turnTo(page, isLast) {
  window.riskwalkGo("page", page);
  setTimeout(() => {
    const ways = [...document.querySelectorAll(`a[data-page="${CSS.escape(page)}"]`)];
    if (ways.length && isLast() && rests() && !ways.some((way) => way.ariaCurrent)) window.riskwalkGo("page", page);
  }, LATE);
  if (window.innerWidth < NARROW) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

// A server that was started anew knows no part of the page that could run by itself, so the whole page runs once the
// connection is back: it brings what its fields show.
function lookAgainWhenBack() {
  const app = document.querySelector("[data-test-connection-state]");
  if (!app) return false;
  let connected = true;
  new MutationObserver(() => {
    const now = app.dataset.testConnectionState === "CONNECTED";
    if (now && !connected) {
      window.riskwalkStartedAnew = true;
      window.riskwalkGo("back", Date.now());
    }
    connected = now;
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
  return true;
}

// Streamlit drops a choice without a word where the server does not know the part of the page that it was made in, as one
// that was started anew does not. The page shows it as chosen. So where fewer changes were saved than were made, the whole
// page runs, and brings what its fields show; so it does after the first choices since the server was there again, for the
// revision that the page shows then may be an old one. Choosing what was chosen already counts as well: the page then runs
// once for nothing. A click on a label is followed by one on its field at once.
function bringWhatWasMissed(fields) {
  const revision = () => Number(document.querySelector(".rw-saved")?.dataset.revision ?? NaN);
  let made = 0;
  let since = 0;
  let last = 0;
  let later = 0;
  const look = () => {
    if (!rests()) return wait();
    if (window.riskwalkStartedAnew || revision() - since < made) window.riskwalkGo("back", Date.now());
    window.riskwalkStartedAnew = false;
    made = 0;
  };
  const wait = () => {
    clearTimeout(later);
    later = setTimeout(look, LATE);
  };
  const choose = (event) => {
    if (!event.target.closest?.(fields) || event.timeStamp - last < AT_ONCE) return;
    last = event.timeStamp;
    if (!made) since = revision();
    made += 1;
    wait();
  };
  document.addEventListener("click", choose, true);
  document.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && choose(event), true);
  return true;
}

function rests() {
  return !!document.querySelector("[data-test-script-state=notRunning][data-test-connection-state=CONNECTED]");
}

// Others may have changed what the page shows: it says its word to the server, which tells it. A page that runs is told
// again later.
function listenForNews() {
  const address = new URL("news", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  const listen = (word) => {
    const line = new WebSocket(address);
    const goOn = () => {
      if (word !== window.riskwalkWord) line.close();
      else if (line.readyState === WebSocket.OPEN) setTimeout(goOn, LOOKS_EVERY);
    };
    line.onopen = () => {
      line.send(word);
      goOn();
    };
    line.onmessage = () => {
      if (rests() && word === window.riskwalkWord) window.riskwalkGo("back", Date.now());
    };
    line.onclose = () => setTimeout(begin, LOOKS_EVERY);
  };
  const begin = () => (window.riskwalkWord ? listen(window.riskwalkWord) : setTimeout(begin, LOOKS_EVERY));
  begin();
  return true;
}

// A question that ran by itself brings what its answer has changed around it (around.py), which is taken from it at once.
function putInPlace() {
  const done = new Set();
  const put = () => {
    for (const brought of document.querySelectorAll(".rw-brought")) {
      if (!done.has(brought.dataset.turn)) {
        for (const piece of brought.children) {
          document.querySelector(`[data-around="${piece.dataset.piece}"]`)?.replaceChildren(...piece.childNodes);
        }
        readOut(brought.dataset.says);
      }
      done.add(brought.dataset.turn);
      brought.remove();
    }
  };
  new MutationObserver(put).observe(document.body, { subtree: true, childList: true });
  return true;
}

function readOut(says) {
  let region = document.getElementById("riskwalk-says");
  if (!region) {
    region = document.createElement("div");
    region.id = "riskwalk-says";
    region.setAttribute("role", "status");
    document.body.appendChild(region);
  }
  if (region.textContent !== says) region.textContent = says;
}

function connected() {
  return !!document.querySelector("[data-test-connection-state=CONNECTED]");
}

function keyOf(field) {
  return field.closest('[class*="st-key-"]')?.className.match(/st-key-[\w-]+/)[0];
}

function type(field, text) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// What is done lets nothing wait for a timer that is due at once, as Streamlit has what it sends wait: a page that goes
// away has no time for one. What it does after promises is included.
function withoutTimers(act) {
  const later = window.setTimeout;
  window.setTimeout = (run, after, ...given) => (after ? later(run, after, ...given) : queueMicrotask(() => run(...given)));
  act();
  later(() => (window.setTimeout = later));
}

// What was sent just before the page goes away is on its way a moment later; the connection ends with the page.
function settled(since) {
  while (since && performance.now() < since + ON_ITS_WAY);
}

// Streamlit takes a text over when its field loses the focus. It is told so, and nothing is really taken from who types.
// A mark on the page, by which it does not say "saved" meanwhile, goes when the record has another revision, or after
// long, since what the record refuses is said elsewhere.
function saveWhatIsTyped(fields) {
  const page = document.body.dataset;
  const given = new WeakMap();
  const revision = () => document.querySelector(".rw-saved")?.dataset.revision ?? "";
  let waiting = null;
  let timer = 0;
  const clear = () => delete page.rwTyped;
  const settle = () => {
    if ("rwTyped" in page && !waiting && page.rwTyped !== revision()) clear();
  };
  const give = () => {
    clearTimeout(timer);
    const field = waiting;
    waiting = null;
    if (field) handOver(field, field.value, keyOf(field));
  };
  // While the server is away a field takes nothing over. Once it is back and the page has been made anew, the field shows
  // what it had before, and what was typed is typed again.
  const handOver = (field, text, key, tries = 0) => {
    const now = field.isConnected ? field : document.querySelector(`.${key} textarea, .${key} input`);
    if (!connected()) return setTimeout(handOver, LATE, field, text, key, TRIES);
    if (!now || now.disabled || (tries && !rests())) {
      if (tries) setTimeout(handOver, LATE, field, text, key, tries - 1);
      return;
    }
    if (now.value !== text) {
      if (now.value.trim() === given.get(field)) type(now, text);
      return;
    }
    if (given.get(now) === text.trim()) return clear();
    given.set(now, text.trim());
    timer = setTimeout(clear, LONG);
    now.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    if (document.activeElement === now) now.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  };
  const ours = (field) => field.matches("input[type=text], textarea") && field.closest(fields);
  document.addEventListener("focusin", (event) => {
    if (event.isTrusted && ours(event.target)) given.set(event.target, event.target.value.trim());
  });
  document.addEventListener("input", (event) => {
    if (!ours(event.target)) return;
    waiting = event.target;
    page.rwTyped = revision();
    clearTimeout(timer);
    timer = setTimeout(give, PAUSE);
  });
  document.addEventListener("focusout", (event) => event.isTrusted && event.target === waiting && give());
  let left = 0;
  const giveAtOnce = () => {
    if (!waiting) return;
    left = performance.now();
    withoutTimers(give);
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && giveAtOnce());
  window.addEventListener("beforeunload", giveAtOnce); // before another page takes its place
  window.addEventListener("pagehide", giveAtOnce); // where the tab is closed
  window.addEventListener("pagehide", () => settled(left));
  new MutationObserver(settle).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-revision"] });
  return true;
}
