/** A finger that goes up or down over a slider scrolls the page; the slider follows one that goes sideways, or is lifted in its place. */

/** How far to the side a finger goes before it means the slider, in pixels. */
const SIDEWAYS = 6;

/** @type {{slider: HTMLInputElement, value: string, x: number} | null} what was touched, and may still be a swipe */
let touched = null;

addEventListener(
  'pointerdown',
  event => {
    const slider = /** @type {HTMLInputElement} */ (event.target);
    touched =
      event.pointerType === 'touch' && slider.matches?.('input[type=range]') ? { slider, value: slider.value, x: event.clientX } : null;
  },
  true,
);

addEventListener(
  'input',
  event => {
    if (event.target === touched?.slider) event.stopImmediatePropagation();
  },
  true,
);

/** It was meant. */
function move() {
  const { slider, value } = touched;
  touched = null;
  if (slider.value !== value) slider.dispatchEvent(new Event('input', { bubbles: true }));
}

addEventListener('pointermove', event => {
  if (touched && Math.abs(event.clientX - touched.x) > SIDEWAYS) move();
});
addEventListener('pointerup', () => touched && move());
addEventListener('pointercancel', () => {
  if (touched) touched.slider.value = touched.value;
  touched = null;
});
