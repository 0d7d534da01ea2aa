/** Puts the page itself to work: formulas, words of the glossary, theme and menus. Each experiment has a module of its own. */
import './progress.js';
import './arrive.js';
import './swipe.js';
import { element } from './find.js';

if (document.querySelector('.tex')) import('../draw/formula.js').then(({ setFormulas }) => setFormulas(document));

// On its own page the glossary is at hand.
if (document.querySelector('a.term') && !document.querySelector('.part.glossary')) import('../text/glossary-note.js');

if (document.querySelector('.body pre')) import('../text/copy-code.js');

const button = document.getElementById('theme');
const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';

function showTheme() {
  button.textContent = isDark() ? 'Light theme' : 'Dark theme';
  button.hidden = false;
  dispatchEvent(new Event('themechange'));
}

button.addEventListener('click', () => {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Without storage the choice holds for this page.
  }
  showTheme();
});
system.addEventListener('change', showTheme);
showTheme();

document.querySelector('.film [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// A menu closes when the focus or a click goes elsewhere, and on Escape.
addEventListener('pointerdown', event => closeMenus(event.target));
addEventListener('focusin', event => closeMenus(event.target));
addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  const open = openMenus()[0];
  if (open) {
    open.open = false;
    element(open, 'summary').focus();
  }
});
/** @returns {HTMLDetailsElement[]} */
const openMenus = () => [...document.querySelectorAll(/** @type {'details'} */ ('details.menu[open]'))];

/** @param {EventTarget} target */
function closeMenus(target) {
  for (const menu of openMenus()) {
    if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  }
}
