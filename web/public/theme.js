// Runs before the first paint, so that a stored theme never flashes the other one.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('cks-lab.theme');
  } catch {
    stored = null; // Storage may be forbidden; the system's choice stands.
  }
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
})();
