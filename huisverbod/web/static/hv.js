// Keeps the countdowns in words up to date, keeps what is typed as a draft on the server, and puts the cursor on the
// error summary. Pages work without it.
(() => {
  const length = (minutes) => {
    const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60), rest = minutes % 60;
    if (days) return `${days} ${days === 1 ? "dag" : "dagen"}${hours ? ` en ${hours} uur` : ""}`;
    if (hours) return `${hours} uur${rest ? ` en ${rest} min` : ""}`;
    return `${rest} min`;
  };
  const loaded = Date.now();
  const shown = Date.parse(document.documentElement.dataset.now ?? "");
  const now = () => (Number.isNaN(shown) ? Date.now() : shown + Date.now() - loaded);
  const refresh = () => {
    for (const place of document.querySelectorAll("[data-deadline]")) {
      const left = Date.parse(place.dataset.deadline) - now();
      const words = length(Math.floor(Math.abs(left) / 60000));
      place.textContent = left > 0 ? `nog ${words}` : `${words} te laat`;
    }
  };
  setInterval(refresh, 30000);
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const note = document.getElementById("bewaard");
    let waiting = 0, under = null;
    const keep = async () => {
      const typed = new URLSearchParams(new FormData(form));
      typed.set("actie", "bewaar");
      under = new AbortController();
      let said = "Uw concept is nog niet bewaard. Kies 'Bewaar' onderaan de pagina.";
      try {
        const answer = await fetch(form.action, { method: "POST", body: typed, redirect: "manual", signal: under.signal });
        if (answer.ok) said = await answer.text();
      } catch (fault) {
        if (fault.name === "AbortError") return;
      }
      note.hidden = false;
      if (note.textContent !== said) note.textContent = said;
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 1000); });
    form.addEventListener("submit", () => { clearTimeout(waiting); under?.abort(); });
  }
  document.getElementById("fouten")?.focus();
})();
