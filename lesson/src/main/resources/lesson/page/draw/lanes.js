/**
 * The lanes of a race, as text in the address and as settings: sampler, steps, eta, guidance and maker with hyphens
 * between, asterisks between lanes.
 */

/** @typedef {Pick<import('../base/lab.js').About, 'samplers' | 'formerSamplers'>} Samplers what the server offers */

const MOST_STEPS = 200,
  LEAST = 2,
  MOST = 4;

/** @typedef {{sampler: string, steps: number, eta: number, guidance: number, maker: import('./badge.js').Maker}} Lane */

const within = (value, least, most) => Number.isFinite(value) && value >= least && value <= most;

/**
 * @param {string} text
 * @param {Samplers} offered
 * @param {import('./badge.js').Maker[]} makers
 * @returns {Lane[] | null} null where the text is none
 */
export function lanesOf(text, { samplers, formerSamplers }, makers) {
  const lanes = text.split('*').map(one => {
    const [named, steps, eta, guidance, by, ...more] = one.split('-');
    const sampler = formerSamplers[named] ?? named,
      maker = makers.find(one => one === by);
    return { sampler, steps: Number(steps), eta: Number(eta), guidance: Number(guidance), maker, more };
  });
  const fits = lanes.every(
    ({ sampler, steps, eta, guidance, maker, more }) =>
      sampler in samplers &&
      Number.isInteger(steps) &&
      within(steps, 1, MOST_STEPS) &&
      within(eta, 0, 1) &&
      within(guidance, 0, 10) &&
      maker &&
      !more.length,
  );
  return fits && within(lanes.length, LEAST, MOST) ? lanes.map(({ more, ...lane }) => lane) : null;
}

/** @param {Lane[]} lanes */
export const laneText = lanes =>
  lanes
    .map(({ sampler, steps, eta, guidance, maker }) => [sampler, steps, sampler === 'ddim' ? eta : 0, guidance, maker].join('-'))
    .join('*');

/** @param {Lane} lane @param {Samplers} offered */
export function laneName({ sampler, steps, eta, guidance, maker }, { samplers }) {
  const more = [
    sampler === 'ddim' && eta ? `eta ${eta}` : '',
    maker === 'oracle' ? '' : `W = ${guidance}`,
    maker === 'learned' ? '' : maker,
  ].filter(Boolean);
  return `${samplers[sampler].title}, ${steps} ${steps === 1 ? 'step' : 'steps'}${more.length ? `, ${more.join(', ')}` : ''}`;
}
