"""What diffusers' autoencoder makes of a large picture and of large latents in tiles, of the small pipeline that the tests have.

    python benchmarks/peers/make_tiled_reference.py diffusion/src/test/resources/reference/text

It reads pipeline/vae there and writes tiled.safetensors.
"""

import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from safetensors.torch import save_file


def main():
    folder = Path(sys.argv[1])
    autoencoder = AutoencoderKL.from_pretrained(folder / "pipeline" / "vae")
    autoencoder.enable_tiling()
    generator = torch.Generator().manual_seed(8)
    latents, picture = torch.randn(1, 4, 19, 26, generator=generator), torch.rand(1, 3, 38, 44, generator=generator) * 2 - 1
    with torch.inference_mode():
        moments = autoencoder.encode(picture).latent_dist.parameters
        decoded = autoencoder.decode(latents).sample
    save_file(
        {name: value.contiguous() for name, value in dict(latents=latents, decoded=decoded, picture=picture, moments=moments).items()},
        folder / "tiled.safetensors",
    )


if __name__ == "__main__":
    main()
