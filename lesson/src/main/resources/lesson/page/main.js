/** Puts the page's elements to work: each lab's code is loaded where its element stands. */
import './progress.js';

const modules = {
  'live-picture': () => import('./live-picture.js'),
  'forward-lab': () => import('./forward-lab.js'),
  'half-question': () => import('./half-question.js'),
  'play-lab': () => import('./play-lab.js'),
  'ideas-lab': () => import('./ideas-lab.js'),
  'race-lab': () => import('./race-lab.js'),
  'jumps-lab': () => import('./jumps-lab.js'),
  'microscope-lab': () => import('./microscope-lab.js'),
  'schedule-lab': () => import('./schedule-lab.js'),
  'curves-lab': () => import('./curves-lab.js'),
  'drawn-schedule': () => import('./drawn-schedule.js'),
  'groups-lab': () => import('./groups-lab.js'),
  'drown-lab': () => import('./drown-lab.js'),
  'journey-lab': () => import('./journey-lab.js'),
  'inversion-lab': () => import('./inversion-lab.js'),
  'review-lab': () => import('./review-lab.js'),
  'quick-check': () => import('./quick-check.js'),
  'progress-page': () => import('./progress-page.js'),
  'training-lab': () => import('./training-lab.js'),
  'two-schedules-lab': () => import('./two-schedules-lab.js'),
  'three-targets-lab': () => import('./three-targets-lab.js'),
  'walk-lab': () => import('./walk-lab.js'),
  'unet-lab': () => import('./unet-lab.js'),
  'certificate-desk': () => import('./certificate-desk.js'),
  'verify-desk': () => import('./verify-desk.js'),
  'damage-lab': () => import('./damage-lab.js'),
  'attention-lab': () => import('./attention-lab.js'),
};

for (const [name, load] of Object.entries(modules)) {
  if (document.querySelector(name)) load();
}

if (document.querySelector('.tex')) import('./formula.js').then(({ setFormulas }) => setFormulas(document));

// On its own page the glossary is at hand.
if (document.querySelector('a.term') && !document.querySelector('.part.glossary')) import('./glossary-note.js');

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
  const open = document.querySelector('details.menu[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary').focus();
  }
});
function closeMenus(target) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
}
