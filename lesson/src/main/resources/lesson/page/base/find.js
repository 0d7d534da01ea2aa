/** What an element of the page holds, as what it is known to be. */

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement | null} */
export const element = (within, selector) => within.querySelector(selector);

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement[]} */
export const elements = (within, selector) => [...within.querySelectorAll(/** @type {'div'} */ (selector))];

/** @param {ParentNode} within @param {string} selector @returns {HTMLCanvasElement[]} */
export const canvases = (within, selector) => [...within.querySelectorAll(/** @type {'canvas'} */ (selector))];
