/** Formulas by KaTeX, in the colours of signal and noise. */
import katex from 'katex';
import { elements } from '../base/find.js';

/** Colours that a formula may name: \\signal{...} and \\noise{...}. */
const NAMES = ['signal', 'noise'];

const probe = document.createElement('span');
const known = new Map();
function hex(colours, name) {
  if (known.has(name)) return known.get(name);
  probe.style.color = colours.getPropertyValue(`--${name}`);
  document.body.append(probe);
  const parts = getComputedStyle(probe).color.match(/\d+/g).slice(0, 3);
  probe.remove();
  const text = '#' + parts.map(part => Number(part).toString(16).padStart(2, '0')).join('');
  known.set(name, text);
  return text;
}

addEventListener('themechange', () => {
  known.clear();
  for (const element of elements(document, '[data-tex]')) set(element, element.dataset.tex, element.classList.contains('display'));
});

/** @param {HTMLElement | null} element @param {string} tex */
export function set(element, tex, display = false) {
  if (!element) return;
  element.dataset.tex = tex;
  const colours = getComputedStyle(document.documentElement);
  const coloured = NAMES.reduce((text, name) => text.replaceAll(`\\${name}{`, `\\textcolor{${hex(colours, name)}}{`), tex);
  katex.render(coloured, element, { displayMode: display, throwOnError: false });
}

/** Sets the formulas of the lesson's text. @param {ParentNode} root */
export function setFormulas(root) {
  for (const element of elements(root, '.tex:not([data-tex])')) {
    set(element, element.textContent, element.classList.contains('display'));
  }
}
