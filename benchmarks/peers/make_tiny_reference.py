"""What diffusers' AutoencoderTiny makes of pictures and latents, as a folder that it wrote, and what a pipeline draws by it.

    python benchmarks/peers/make_tiny_reference.py diffusion/src/test/resources/reference/text

It reads pipeline there and writes tiny/ beside it.
"""

import sys
from pathlib import Path

import torch
from diffusers import AutoencoderTiny, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline
from PIL import Image
from safetensors.torch import save_file


def main():
    folder = Path(sys.argv[1])
    torch.manual_seed(4)
    tiny = AutoencoderTiny(
        encoder_block_out_channels=(8, 8),
        decoder_block_out_channels=(8, 8),
        num_encoder_blocks=(1, 2),
        num_decoder_blocks=(2, 1),
        scaling_factor=0.8,
    )
    tiny.save_pretrained(folder / "tiny")
    generator = torch.Generator().manual_seed(8)
    latents, picture = torch.randn(2, 4, 9, 6, generator=generator) * 2, torch.rand(2, 3, 18, 12, generator=generator) * 2 - 1
    asked = dict(prompt="a small red ring", num_inference_steps=3, guidance_scale=2.0, output_type="pt")
    pipeline = StableDiffusionPipeline.from_pretrained(folder / "pipeline", vae=tiny)
    pipeline.set_progress_bar_config(disable=True)
    again = StableDiffusionImg2ImgPipeline.from_pretrained(folder / "pipeline", vae=tiny)
    again.set_progress_bar_config(disable=True)
    with torch.inference_mode():
        values = dict(
            latents=latents,
            decoded=tiny.decode(latents).sample,
            picture=picture,
            encoded=tiny.encode(picture).latents,
            drawn=pipeline(height=32, width=32, generator=torch.Generator().manual_seed(1), **asked).images,
            redrawn=again(
                image=Image.open(folder / "image.png").convert("RGB"),
                strength=0.7,
                generator=torch.Generator().manual_seed(1),
                **asked,
            ).images,
        )
    save_file({name: value.contiguous() for name, value in values.items()}, folder / "tiny" / "reference.safetensors")


if __name__ == "__main__":
    main()
