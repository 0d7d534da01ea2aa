"""Draws one picture with diffusers from a model's folder, in a process of its own from start to end.

    python picture.py FOLDER LABEL STEPS THREADS OUT.png
"""

import sys

import torch
from diffusers import DDIMScheduler, UNet2DModel
from PIL import Image

folder, label, steps, threads, out = sys.argv[1:]
torch.set_num_threads(int(threads))
unet = UNet2DModel.from_pretrained(folder, subfolder="unet").eval()
scheduler = DDIMScheduler.from_pretrained(folder, subfolder="scheduler")
scheduler.set_timesteps(int(steps))
sample = torch.randn(1, 1, 32, 32, generator=torch.Generator().manual_seed(0))
labels = torch.tensor([int(label)])
with torch.inference_mode():
    for t in scheduler.timesteps:
        sample = scheduler.step(unet(sample, t, class_labels=labels).sample, t, sample).prev_sample
Image.fromarray(((sample[0, 0] / 2 + 0.5).clamp(0, 1) * 255).round().byte().numpy()).save(out)
