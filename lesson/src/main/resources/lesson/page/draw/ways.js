/** The two ways back that experiments compare, by their names in the registry: fresh noise at each step, or none. */

/** @type {('ddpm' | 'ddim')[]} */
export const WAYS = ['ddpm', 'ddim'];

/** What one is called. @param {string} way @param {Pick<import('../base/lab.js').About, 'samplers'>} about */
export const wayName = (way, { samplers }) => `${samplers[way].title}${way === 'ddim' ? ', eta 0' : ''}`;
