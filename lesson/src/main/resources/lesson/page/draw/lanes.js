/** The lanes of a race, as text in the address and as settings: sampler, steps, eta, guidance and maker with hyphens between, asterisks between lanes. */

export const SAMPLERS = { ddim: 'DDIM', ddpm: 'DDPM', heun_angle: 'Heun', heun: 'Heun in noise/signal', dpm_solver_2m: 'DPM-Solver++ (2M)' };
const MOST_STEPS = 200, LEAST = 2, MOST = 4;

/** @typedef {{sampler: string, steps: number, eta: number, guidance: number, maker: string}} Lane */

const within = (value, least, most) => Number.isFinite(value) && value >= least && value <= most;

/** @param {string} text @param {string[]} makers @returns {Lane[] | null} null where the text is none */
export function lanesOf(text, makers) {
  const lanes = text.split('*').map(one => {
    const [sampler, steps, eta, guidance, maker, ...more] = one.split('-');
    return { sampler, steps: Number(steps), eta: Number(eta), guidance: Number(guidance), maker, more };
  });
  const fits = lanes.every(({ sampler, steps, eta, guidance, maker, more }) => sampler in SAMPLERS && Number.isInteger(steps) && within(steps, 1, MOST_STEPS)
    && within(eta, 0, 1) && within(guidance, 0, 10) && makers.includes(maker) && !more.length);
  return fits && within(lanes.length, LEAST, MOST) ? lanes.map(({ more, ...lane }) => lane) : null;
}

/** @param {Lane[]} lanes */
export const laneText = lanes => lanes.map(({ sampler, steps, eta, guidance, maker }) => [sampler, steps, sampler === 'ddim' ? eta : 0, guidance, maker].join('-')).join('*');

/** @param {Lane} lane */
export function laneName({ sampler, steps, eta, guidance, maker }) {
  const more = [sampler === 'ddim' && eta ? `eta ${eta}` : '', maker === 'oracle' ? '' : `W = ${guidance}`, maker === 'learned' ? '' : maker].filter(Boolean);
  return `${SAMPLERS[sampler]}, ${steps} ${steps === 1 ? 'step' : 'steps'}${more.length ? `, ${more.join(', ')}` : ''}`;
}
