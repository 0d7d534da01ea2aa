/** A button over each program of the text, which copies it. */
import { elements } from '../base/find.js';

/** For how long the button says that it copied, in milliseconds. */
const TOLD = 2000;

/** @param {HTMLElement} program */
async function copy(program) {
  try {
    await navigator.clipboard.writeText(program.textContent);
    return true;
  } catch {
    // Without a secure connection there is no clipboard: what is selected can be copied still.
    getSelection().selectAllChildren(program);
    return document.execCommand('copy');
  }
}

for (const program of elements(document, '.body pre')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    button.textContent = (await copy(program)) ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => (button.textContent = 'Copy'), TOLD);
  });
  const box = document.createElement('div');
  box.className = 'copied';
  program.replaceWith(box);
  box.append(program, button);
}
