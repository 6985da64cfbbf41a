// Has the browser keep a random word of its own in a cookie, and tells it where the page does not know it.
// Takes an invitation out of the address, from behind the #, which no browser sends to a server or names to a page that
// it goes on to, and tells it.
// `data`: cookie (the name of the cookie), known (whether the page knows the word).
export default function ({ data, setStateValue }) {
  const kept = document.cookie.split("; ").find((one) => one.startsWith(data.cookie + "="));
  let word = kept && kept.slice(data.cookie.length + 1);
  if (!/^[0-9a-f]{32}$/.test(word || "")) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    word = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.cookie}=${word}; Path=/; Max-Age=34560000; SameSite=Strict${secure}`;
  if (!data.known) setStateValue("word", word);
  const take = () => {
    const found = /^#invitation=([A-Za-z0-9_-]{43})$/.exec(location.hash);
    if (!found) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    setStateValue("invitation", found[1]);
  };
  if (window.riskwalkTake) window.removeEventListener("hashchange", window.riskwalkTake);
  window.riskwalkTake = take;
  window.addEventListener("hashchange", take);
  take();
}
