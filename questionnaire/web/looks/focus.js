// Moves the focus to the heading of a page that has just come up, and has a text read out when it changes.
// `data`: place (what the page shows), target (the id of its heading), says (what is read out).
export default function ({ data }) {
  document.documentElement.lang = "en";
  const before = window.riskwalkPlace;
  window.riskwalkPlace = data.place;
  if (before !== undefined && before !== data.place) {
    const heading = document.getElementById(data.target) || document.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.style.outline = "none";
      heading.style.scrollMarginTop = "5rem";
      heading.focus();
      heading.scrollIntoView({ block: "start" });
    }
  }
  let region = document.getElementById("riskwalk-says");
  if (!region) {
    region = document.createElement("div");
    region.id = "riskwalk-says";
    region.setAttribute("role", "status");
    document.body.appendChild(region);
  }
  if (region.textContent !== data.says) region.textContent = data.says;
}
