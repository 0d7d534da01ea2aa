/** Brings the experiment that an address names behind its # into view, out of its fold. */

/** After one of these the reader looks for themselves. */
const MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

function arrive() {
  const at = document.getElementById(location.hash.slice(1));
  if (!at?.localName.includes('-')) return;
  const fold = at.closest('details');
  if (fold) fold.open = true;
  // What stands above it still grows while its numbers arrive.
  const grows = new ResizeObserver(() => at.scrollIntoView());
  grows.observe(document.body);
  for (const move of MOVES) addEventListener(move, () => grows.disconnect(), { once: true, passive: true });
}

addEventListener('hashchange', arrive);
arrive();
