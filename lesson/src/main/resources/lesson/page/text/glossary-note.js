/** A word of the glossary explained where it stands, so that nobody leaves a page, and what was made there, to look it up. */
import { elements } from '../base/find.js';

const MARGIN = 18,
  GAP = 8;
/** @type {Promise<Document> | null} asked for once */
let glossary = null;
/** @type {HTMLAnchorElement | null} the word whose note is open */
let word = null;

const note = document.createElement('aside');
note.className = 'gloss';
note.tabIndex = -1;
note.setAttribute('role', 'note');
note.setAttribute('aria-labelledby', 'gloss-word');
note.setAttribute('aria-describedby', 'gloss-text');

function ask() {
  glossary ??= fetch('/glossary')
    .then(async answer => {
      if (!answer.ok) throw new Error(String(answer.status));
      return new DOMParser().parseFromString(await answer.text(), 'text/html');
    })
    .catch(error => {
      glossary = null;
      throw error;
    });
  return glossary;
}

/** An entry's heading, and what follows it up to the next. @param {Document} from @param {string} id */
function entry(from, id) {
  const heading = from.getElementById(id),
    text = [];
  for (let at = heading?.nextElementSibling; at && at.tagName !== 'H2'; at = at.nextElementSibling) text.push(at);
  if (!text.length) throw new Error(`no word ${id}`);
  return { heading, text };
}

function make(name, id, children = []) {
  const element = document.createElement(name);
  if (id) element.id = id;
  element.append(...children);
  return element;
}

/** Opens the note of a word; from within a note, the note turns to the other word. @param {HTMLAnchorElement} link */
async function open(link) {
  const within = note.contains(link) ? word : link;
  try {
    const { heading, text } = entry(await ask(), decodeURIComponent(link.hash.slice(1)));
    const more = make('a', '', ['Glossary']);
    more.href = link.href;
    const close = make('button', '', ['Close']);
    close.type = 'button';
    close.className = 'quiet';
    close.addEventListener('click', () => shut(true));
    const foot = make('p', '', [more, close]);
    foot.className = 'ways';
    if (word !== within) shut(false);
    note.replaceChildren(
      make('b', 'gloss-word', [...heading.cloneNode(true).childNodes]),
      make(
        'div',
        'gloss-text',
        text.map(one => one.cloneNode(true)),
      ),
      foot,
    );
  } catch {
    location.assign(link.href);
    return;
  }
  word = within;
  word.setAttribute('aria-expanded', 'true');
  (word.closest('label, legend, summary, button') ?? word).after(note);
  if (note.querySelector('.tex')) (await import('../draw/formula.js')).setFormulas(note);
  place();
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: 'nearest' });
}

/** Below the word, above it where there is no room below, and within the window. */
function place() {
  if (!word) return;
  const lines = word.getClientRects(),
    last = lines[lines.length - 1];
  const frame = note.offsetParent ?? document.documentElement,
    { left, top } = frame.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const above = last.bottom + GAP + height > innerHeight && lines[0].top - GAP - height > 0;
  const most = document.documentElement.clientWidth - width - MARGIN;
  note.style.left = `${Math.max(MARGIN, Math.min(last.left, most)) - left - frame.clientLeft}px`;
  note.style.top = `${(above ? lines[0].top - GAP - height : last.bottom + GAP) - top - frame.clientTop}px`;
}

/** @param {boolean} back whether the focus goes back to the word */
function shut(back) {
  if (!word) return;
  const left = word;
  word = null;
  left.setAttribute('aria-expanded', 'false');
  note.remove();
  if (back) left.focus({ preventScroll: true });
}

for (const link of elements(document, 'a.term')) link.setAttribute('aria-expanded', 'false');

addEventListener('click', event => {
  const at = /** @type {Element} */ (event.target),
    link = /** @type {HTMLAnchorElement | null} */ (at.closest('a.term'));
  if (link) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link === word) shut(true);
    else open(link);
  } else if (word && !note.contains(at)) {
    const nowhere =
      document.activeElement === document.body || document.activeElement.id === 'main' || note.contains(document.activeElement);
    shut(nowhere);
  }
});
addEventListener('focusin', event => {
  const at = /** @type {Element} */ (event.target);
  if (word && at !== word && at.id !== 'main' && !note.contains(at)) shut(false);
});
addEventListener('keydown', event => {
  if (event.key === 'Escape') shut(true);
});
addEventListener('resize', place);
