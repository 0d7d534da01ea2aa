"""Writes the picture files that the library's tests read, in kinds that Java does not write.

    python3 -m venv venv && venv/bin/pip install pillow
    venv/bin/python make_pictures.py

All show the same: a quarter each of red, green, blue and white, 24 wide and 16 high.
"""

from pathlib import Path

from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "diffusion/src/test/resources/pictures"
ORIENTATION = 274
TURNED = 6  # the file's first row is the picture's right side, its first column the top

quarters = Image.new("RGB", (24, 16))
for corner, colour in {(0, 0): "red", (12, 0): "lime", (0, 8): "blue", (12, 8): "white"}.items():
    quarters.paste(colour, (*corner, corner[0] + 12, corner[1] + 8))
black = Image.new("RGB", (24, 16))
stored = quarters.transpose(Image.Transpose.ROTATE_90)
exif = Image.Exif()
exif[ORIENTATION] = TURNED
clear = quarters.convert("RGBA")
clear.paste((255, 0, 255, 0), (12, 8, 24, 16))


def save(picture, name, **options):
    picture.save(OUT / name, **options)


OUT.mkdir(parents=True, exist_ok=True)
save(quarters, "lossless.webp", lossless=True)
save(quarters, "lossy.webp", quality=95)
save(clear, "clear.webp", lossless=True)
save(stored, "turned.webp", lossless=True, exif=exif)
save(stored, "turned.png", exif=exif)
save(stored, "turned.jpg", quality=95, subsampling=0, exif=exif)
save(stored, "turned.tif", exif=exif)
save(quarters, "animated.webp", save_all=True, append_images=[black], lossless=True)
save(quarters, "animated.gif", save_all=True, append_images=[black])
save(quarters, "plain.bmp")
save(quarters, "deflated.tif", compression="tiff_adobe_deflate")
save(quarters, "pages.tif", save_all=True, append_images=[black])
save(quarters.convert("CMYK"), "cmyk.jpg", quality=95, subsampling=0)
save(quarters.convert("CMYK"), "cmyk.tif")
save(quarters.quantize(8), "palette.png")
save(clear, "clear.png")
save(quarters, "progressive.jpg", quality=95, subsampling=0, progressive=True)
