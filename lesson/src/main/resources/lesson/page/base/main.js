/** Puts the page's elements to work: each lab's code is loaded where its element stands. */
import './progress.js';

const modules = {
  'live-picture': () => import('../opening/live-picture.js'),
  'forward-lab': () => import('../forward/forward-lab.js'),
  'half-question': () => import('../forward/half-question.js'),
  'play-lab': () => import('../play/play-lab.js'),
  'ideas-lab': () => import('../play/ideas-lab.js'),
  'race-lab': () => import('../play/race-lab.js'),
  'jumps-lab': () => import('../reverse/jumps-lab.js'),
  'microscope-lab': () => import('../reverse/microscope-lab.js'),
  'schedule-lab': () => import('../schedules/schedule-lab.js'),
  'curves-lab': () => import('../schedules/curves-lab.js'),
  'drawn-schedule': () => import('../schedules/drawn-schedule.js'),
  'groups-lab': () => import('../schedules/groups-lab.js'),
  'drown-lab': () => import('../drown/drown-lab.js'),
  'journey-lab': () => import('../journey/journey-lab.js'),
  'inversion-lab': () => import('../drown/inversion-lab.js'),
  'review-lab': () => import('../review/review-lab.js'),
  'quick-check': () => import('../learner/quick-check.js'),
  'progress-page': () => import('../learner/progress-page.js'),
  'training-lab': () => import('../journey/training-lab.js'),
  'two-schedules-lab': () => import('../schedules/two-schedules-lab.js'),
  'three-targets-lab': () => import('../reverse/three-targets-lab.js'),
  'walk-lab': () => import('../forward/walk-lab.js'),
  'unet-lab': () => import('../reverse/unet-lab.js'),
  'certificate-desk': () => import('../learner/certificate-desk.js'),
  'verify-desk': () => import('../learner/verify-desk.js'),
  'damage-lab': () => import('../reverse/damage-lab.js'),
  'attention-lab': () => import('../reverse/attention-lab.js'),
};

for (const [name, load] of Object.entries(modules)) {
  if (document.querySelector(name)) load();
}

if (document.querySelector('.tex')) import('../draw/formula.js').then(({ setFormulas }) => setFormulas(document));

// On its own page the glossary is at hand.
if (document.querySelector('a.term') && !document.querySelector('.part.glossary')) import('../text/glossary-note.js');

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
