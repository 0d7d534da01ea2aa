"""Writes a U-Net of 397 M parameters, 1.6 GB, whose loading `benchmarks/loading FOLDER` measures.

    venv/bin/python make_large.py FOLDER
"""

import sys

from diffusers import UNet2DModel

UNet2DModel(
    sample_size=8,
    block_out_channels=(640, 1280),
    down_block_types=("DownBlock2D", "AttnDownBlock2D"),
    up_block_types=("AttnUpBlock2D", "UpBlock2D"),
).save_pretrained(sys.argv[1], max_shard_size="10GB")
