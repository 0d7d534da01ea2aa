"""Loads what `darkroom export` wrote by DDPMPipeline, and compares its pictures with those of `darkroom sample`.

    ./darkroom export patterns --to /tmp/patterns
    ./darkroom sample /tmp/patterns --label 3 --count 2 --seed 5 --steps 10 --out /tmp/threes.safetensors
    python benchmarks/peers/load_export.py /tmp/patterns /tmp/threes.safetensors --label 3 --count 2 --seed 5 --steps 10

With --keep FILE the pictures are written as the reference that the library's tests compare with.
"""

import argparse
import json

import torch
from diffusers import DDPMPipeline
from safetensors.torch import load_file


def draw(pipeline, label, count, seed, steps):
    generator = torch.Generator().manual_seed(seed)
    unet, scheduler = pipeline.unet, pipeline.scheduler
    if unet.config.num_class_embeds is None:
        made = pipeline(batch_size=count, generator=generator, num_inference_steps=steps, output_type="np").images
        return torch.from_numpy(made).permute(0, 3, 1, 2)
    # The pipeline's own loop, with a class passed on.
    size = unet.config.sample_size
    x = torch.randn((count, unet.config.in_channels, size, size), generator=generator)
    scheduler.set_timesteps(steps)
    labels = torch.full((count,), label)
    with torch.no_grad():
        for t in scheduler.timesteps:
            x = scheduler.step(unet(x, t, class_labels=labels).sample, t, x, generator=generator).prev_sample
    return (x / 2 + 0.5).clamp(0, 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("samples", nargs="?")
    for option in ("label", "count", "seed", "steps"):
        parser.add_argument("--" + option, type=int)
    parser.add_argument("--keep")
    asked = parser.parse_args()
    pipeline = DDPMPipeline.from_pretrained(asked.folder)
    pipeline.set_progress_bar_config(disable=True)
    theirs = draw(pipeline, asked.label, asked.count, asked.seed, asked.steps)
    if asked.samples:
        ours = load_file(asked.samples)["images"]
        print(f"largest difference of {ours.numel()} values in [0, 1]: {(theirs - ours).abs().max().item():.1e}")
    if asked.keep:
        options = {name: getattr(asked, name) for name in ("label", "count", "seed", "steps")}
        with open(asked.keep, "w") as file:
            json.dump({**options, "images": [round(value, 6) for value in theirs.flatten().tolist()]}, file)
            file.write("\n")


if __name__ == "__main__":
    main()
