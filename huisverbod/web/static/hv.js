// Keeps the countdowns in words up to date, and puts the cursor on the error summary. Pages work without it.
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
  document.getElementById("fouten")?.focus();
})();
