/** A lab's menu to share: its link, its pictures, its numbers, and back to the start. */
import { html } from 'lit';
import { element } from './find.js';

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {Record<string, unknown>[]} rows */
export function csv(rows) {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const lines = [names.join(','), ...rows.map(row => names.map(name => row[name] ?? '').join(','))];
  return new Blob([lines.join('\n') + '\n'], { type: 'text/csv' });
}

/** @param {unknown} data */
export const json = data => new Blob([JSON.stringify(data, null, 1) + '\n'], { type: 'application/json' });

/**
 * @typedef {object} Shared what a lab gives away
 * @property {string} name of its files
 * @property {() => string} link
 * @property {() => Promise<Blob>} [png]
 * @property {() => Record<string, unknown>[]} rows
 * @property {() => unknown} data
 * @property {() => void} reset
 * @property {(sentence: string) => void} say
 *
 * @param {Shared} lab
 */
export function shareMenu(lab) {
  const doing = action => async event => {
    const menu = event.target.closest('details');
    menu.open = false;
    element(menu, 'summary').focus();
    lab.say((await action()) ?? '');
  };
  return html`<details class="menu">
    <summary>Share</summary>
    <div class="panel">
      <button type="button" @click=${doing(() => copy(lab.link()))}>Copy link</button>
      ${lab.png
        ? html`<button
            type="button"
            @click=${doing(async () => {
              save(await lab.png(), `${lab.name}.png`);
              return 'Picture saved.';
            })}
          >
            Save picture (PNG)
          </button>`
        : ''}
      <button
        type="button"
        @click=${doing(async () => {
          save(csv(lab.rows()), `${lab.name}.csv`);
          return 'Numbers saved.';
        })}
      >
        Save numbers (CSV)
      </button>
      <button
        type="button"
        @click=${doing(async () => {
          save(json(lab.data()), `${lab.name}.json`);
          return 'Experiment saved.';
        })}
      >
        Save experiment (JSON)
      </button>
      <button
        type="button"
        @click=${doing(async () => {
          lab.reset();
          return 'Back to the start.';
        })}
      >
        Reset
      </button>
    </div>
  </details>`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Link copied.';
  } catch {
    return `The browser does not let pages copy here. The link is in the address bar.`;
  }
}
