"""Loads a folder that draws from texts by StableDiffusionPipeline, and compares its pictures with those of `darkroom sample`.

    ./darkroom sample runs/scenes --prompt "a red star on sky" --guidance 3 --steps 10 --count 2 --seed 5 --out /tmp/stars.safetensors
    python benchmarks/peers/load_texts.py runs/scenes /tmp/stars.safetensors --prompt "a red star on sky" --guidance 3 --steps 10 --count 2 --seed 5

With --lora FOLDER both take a LoRA that `darkroom train` wrote.
"""

import argparse

import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("samples")
    parser.add_argument("--prompt", required=True)
    parser.add_argument("--guidance", type=float, required=True)
    for option in ("steps", "count", "seed"):
        parser.add_argument("--" + option, type=int, required=True)
    parser.add_argument("--lora")
    asked = parser.parse_args()
    pipeline = StableDiffusionPipeline.from_pretrained(asked.folder)
    if asked.lora:
        pipeline.load_lora_weights(asked.lora)
    pipeline.set_progress_bar_config(disable=True)
    made = pipeline(
        asked.prompt,
        num_inference_steps=asked.steps,
        guidance_scale=asked.guidance,
        num_images_per_prompt=asked.count,
        generator=torch.Generator().manual_seed(asked.seed),
        output_type="np",
    ).images
    theirs = torch.from_numpy(made).permute(0, 3, 1, 2)
    ours = load_file(asked.samples)["images"]
    print(f"largest difference of {ours.numel()} values in [0, 1]: {(theirs - ours).abs().max().item():.1e}")


if __name__ == "__main__":
    main()
