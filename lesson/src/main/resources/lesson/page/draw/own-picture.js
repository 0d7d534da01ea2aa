/**
 * A picture of the learner's own: drawn, or an upload made small and grey here. Only its 1,024 grey values leave the
 * page, and nothing but this browser keeps them.
 */
import { LitElement, html } from 'lit';
import { SIZE } from './picture.js';
import { decoded, encoded } from './draw-pad.js';
import { forgetPicture, keepPicture, ownPixels } from '../base/own.js';

const LARGEST = 5 * 1024 * 1024;

/** @param {File} file @returns {Promise<Uint8Array>} a byte for each pixel, 0 black, 255 white; throws a sentence */
export async function small(file) {
  if (!['image/png', 'image/jpeg'].includes(file.type))
    throw new Error(`A picture is a PNG or a JPEG file, not ${file.type || 'a file of unknown type'}.`);
  if (file.size > LARGEST) throw new Error(`A picture has at most 5 MB; this one has ${(file.size / 1024 / 1024).toFixed(1)} MB.`);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error('The browser cannot read this file as a picture.');
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.fillRect(0, 0, SIZE, SIZE);
  const side = Math.min(bitmap.width, bitmap.height);
  context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIZE, SIZE);
  bitmap.close();
  const { data } = context.getImageData(0, 0, SIZE, SIZE);
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) =>
    Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]),
  );
}

export class OwnPicture extends LitElement {
  static properties = { told: { state: true } };

  constructor() {
    super();
    this.told = '';
    const kept = ownPixels();
    this.drawing = kept ? encoded(kept) : '';
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Uint8Array} pixels */
  bring(pixels) {
    keepPicture(pixels);
    this.send(pixels);
  }

  /** @param {Uint8Array} pixels */
  send(pixels) {
    this.dispatchEvent(new CustomEvent('own', { detail: pixels, bubbles: true }));
  }

  forget() {
    this.drawing = '';
    this.send(new Uint8Array(SIZE * SIZE));
    forgetPicture();
    this.told = 'Forgotten: this browser keeps no picture of yours.';
  }

  async upload(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    try {
      this.bring(await small(file));
      this.told = `Taken: the middle of ${file.name}, ${SIZE} by ${SIZE} pixels, grey.`;
    } catch (error) {
      this.told = error.message;
    }
  }

  render() {
    return html`<div class="own">
      <draw-pad
        .drawing=${this.drawing}
        @drawn=${event => this.bring(Uint8Array.from(decoded(event.detail), value => (value > 0 ? 255 : 0)))}
      ></draw-pad>
      <div>
        <p>
          Draw here, or take a picture of yours: PNG or JPEG, up to 5 MB. Your browser makes it small and grey, and keeps it: you will meet
          it again in later parts. It is not put into the link, and the server forgets it at once.
        </p>
        <label class="file">Take a picture <input type="file" accept="image/png,image/jpeg" @change=${this.upload} /></label>
        <button type="button" class="quiet" @click=${this.forget}>Forget it</button>
        <p class="hint" role="status">${this.told}</p>
      </div>
    </div>`;
  }
}

customElements.define('own-picture', OwnPicture);
