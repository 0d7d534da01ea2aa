/** Programs that do the same, one in sight at a time; without scripts they stand one below the other. */
import { element, elements } from '../base/find.js';

class ProgramTabs extends HTMLElement {
  connectedCallback() {
    if (element(this, '[role=tablist]')) return;
    this.programs = elements(this, '.program');
    const list = document.createElement('div');
    list.className = 'tabs';
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', 'The same in other words');
    list.addEventListener('keydown', event => this.key(event));
    this.tabs = this.programs.map((program, i) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.id = `tab-${i}`;
      tab.textContent = program.getAttribute('aria-label');
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', (program.id = `program-${i}`));
      tab.addEventListener('click', () => this.choose(i));
      program.setAttribute('role', 'tabpanel');
      program.removeAttribute('aria-label');
      program.setAttribute('aria-labelledby', tab.id);
      return tab;
    });
    list.append(...this.tabs);
    this.prepend(list);
    this.choose(0);
  }

  /** @param {number} chosen */
  choose(chosen) {
    this.tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
      this.programs[i].hidden = i !== chosen;
    });
  }

  /** As tabs have it: arrows, Home and End. @param {KeyboardEvent} event */
  key(event) {
    const at = this.tabs.findIndex(tab => tab.tabIndex === 0),
      last = this.tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(to);
    this.tabs[to].focus();
  }
}

customElements.define('program-tabs', ProgramTabs);
