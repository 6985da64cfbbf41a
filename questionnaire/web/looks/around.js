// Puts what an answer has changed around its question in place, and has the verdict read out when it changes.
// `data`: pieces (HTML by the names of their places), says (what is read out), turn (another one whenever pieces are).
export default function ({ data }) {
  if (window.riskwalkTurn !== data.turn) {
    window.riskwalkTurn = data.turn;
    for (const [name, piece] of Object.entries(data.pieces)) {
      const place = document.querySelector(`[data-around="${name}"]`);
      if (!place || place.riskwalkPiece === piece) continue;
      place.riskwalkPiece = piece;
      place.innerHTML = piece;
    }
  }
  const region = document.getElementById("riskwalk-says");
  if (region && region.textContent !== data.says) region.textContent = data.says;
}
