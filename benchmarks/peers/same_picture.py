"""Samples a model's folder with diffusers as `darkroom sample` did, and prints how far the two results are apart.

    ./darkroom sample patterns --label ring --count 2 --seed 3 --precision fp32 --out rings.safetensors
    python benchmarks/peers/same_picture.py models/patterns rings.safetensors

Reads the settings that lie beside the samples; for DDIM with eta 0 and one seed.
"""

import json
import sys

import torch
from diffusers import DiffusionPipeline
from safetensors.torch import load_file


def main(folder, samples):
    with open(samples + ".json") as file:
        settings = json.load(file)
    assert settings["sampler"] == "ddim" and not settings.get("eta") and "seed" in settings, settings
    names = json.load(open(folder + "/labels.json"))
    null_label = len(names)
    asked = [name if isinstance(name, str) else str(name) for name in settings["labels"] or []]
    known = [names.index(name) if name in names else int(name) for name in asked] or [null_label]
    count = settings["count"]
    labels = torch.tensor([known[i % len(known)] for i in range(count)])
    nothing = torch.full_like(labels, null_label)

    pipeline = DiffusionPipeline.from_pretrained(folder)
    unet, scheduler = pipeline.unet, pipeline.scheduler
    shape = (count, unet.config.in_channels, unet.config.sample_size, unet.config.sample_size)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(settings["seed"]))
    scheduler.set_timesteps(settings["steps"])
    scale = settings.get("guidance", 1.0)
    with torch.no_grad():
        for t in scheduler.timesteps:
            with_label = unet(x, t, class_labels=labels).sample
            without = unet(x, t, class_labels=nothing).sample
            x = scheduler.step(without + scale * (with_label - without), t, x).prev_sample
    theirs = (x / 2 + 0.5).clamp(0, 1)
    ours = load_file(samples)["images"]
    print(f"largest difference of {ours.numel()} values in [0, 1]: {(theirs - ours).abs().max().item():.1e}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
