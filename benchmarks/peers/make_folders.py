"""Writes small model folders with diffusers, as people have published them, and the pictures that it draws from them.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_folders.py

All weights are random from a seed; all runs are on the CPU in float32. The folders lie in
diffusion/src/test/resources/reference/folders/, and cases.json names the options of `darkroom sample` that give the same pictures.
"""

import json
import re
import shutil
from pathlib import Path

import torch
from diffusers import DDIMPipeline, DDIMScheduler, DDPMPipeline, DDPMScheduler, DPMSolverMultistepScheduler, UNet2DModel
from safetensors.torch import load_file, save_file

OUT = Path(__file__).resolve().parents[2] / "diffusion/src/test/resources/reference/folders"
SMALL = {
    "sample_size": 8,
    "block_out_channels": (8, 16),
    "down_block_types": ("DownBlock2D", "AttnDownBlock2D"),
    "up_block_types": ("AttnUpBlock2D", "UpBlock2D"),
    "layers_per_block": 1,
    "norm_num_groups": 4,
}
OLD = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}


def generators(seeds):
    made = [torch.Generator().manual_seed(seed) for seed in seeds]
    return made[0] if len(made) == 1 else made


def images(model, scheduler, seeds, count, steps, label):
    """As the pipelines do, which cannot be told a class."""
    scheduler.set_timesteps(steps)
    noise = generators(seeds)
    size = model.config.sample_size
    sides = (size, size) if isinstance(size, int) else size
    shape = (model.config.in_channels, *sides)
    if isinstance(noise, list):
        x = torch.cat([torch.randn((1, *shape), generator=each) for each in noise])
    else:
        x = torch.randn((count, *shape), generator=noise)
    told = {} if label is None else {"class_labels": torch.full((count,), label)}
    with torch.no_grad():
        for t in scheduler.timesteps:
            x = scheduler.step(model(x, t, **told).sample, t, x, generator=noise).prev_sample
    return (x / 2 + 0.5).clamp(0, 1)


def piped(pipeline, seeds, count, steps):
    pipeline.set_progress_bar_config(disable=True)
    made = pipeline(batch_size=count, generator=generators(seeds), num_inference_steps=steps, output_type="np").images
    return torch.from_numpy(made).permute(0, 3, 1, 2).contiguous()


def case(name, options, pipeline, seeds, count, steps, label=None, spoil=None, **saving):
    torch.manual_seed(len(name))
    model = UNet2DModel(**{**SMALL, **options}).eval()
    if "variant" in saving:
        model.half()
    made = pipeline(model)
    folder = OUT / name / "pipeline"
    made.save_pretrained(folder, **saving)
    if "variant" in saving:
        model = made.unet = UNet2DModel.from_pretrained(folder / "unet", variant=saving["variant"]).eval()
    if spoil is not None:
        spoil(folder)
        made = type(made).from_pretrained(folder)
    if label is None:
        expected = piped(made, seeds, count, steps)
    else:
        expected = images(model, made.scheduler, seeds, count, steps, label)
    save_file({"images": expected}, OUT / name / "expected.safetensors")
    seed = f"--seed {seeds[0]}" if len(seeds) == 1 else "--seeds " + ",".join(map(str, seeds))
    asked = f"--steps {steps} --count {count} {seed}" + ("" if label is None else f" --label {label}")
    return {"name": name, "cli": asked, "shape": list(expected.shape)}


def as_in_2022(folder):
    """The names of attention's weights before 2023, and options that were not there yet."""
    file = folder / "unet/diffusion_pytorch_model.safetensors"
    tensors = {}
    for key, value in load_file(file).items():
        for now, then in OLD.items():
            key = re.sub(rf"(attentions\.\d+)\.{re.escape(now)}\.", rf"\1.{then}.", key)
        tensors[key] = value
    save_file(tensors, file, metadata={"format": "pt"})
    config = json.loads((folder / "unet/config.json").read_text())
    for option in ("add_attention", "attn_norm_num_groups", "class_embed_type", "dropout", "num_train_timesteps"):
        del config[option]
    config["down_block_types"] = ["UNetRes" + name for name in config["down_block_types"]]
    (folder / "unet/config.json").write_text(json.dumps(config, indent=2))


def flat(folder):
    """The first published models: all files beside the index, and options that changed nothing."""
    for part in ("unet", "scheduler"):
        for file in (folder / part).iterdir():
            file.rename(folder / file.name)
        (folder / part).rmdir()
    file = folder / "scheduler_config.json"
    old = {"tensor_format": "pt", "timestep_values": None, "predict_epsilon": True}
    file.write_text(json.dumps({**json.loads(file.read_text()), **old}, indent=2))


def with_ddpm_beside(folder):
    """A scheduler that the pipeline, which insists on DDIM, converts when it is loaded."""
    DDPMScheduler(beta_schedule="squaredcos_cap_v2").save_pretrained(folder / "scheduler")


def ddpm(**options):
    return lambda model: DDPMPipeline(model, DDPMScheduler(**options))


def ddim(**options):
    return lambda model: DDIMPipeline(model, DDIMScheduler(**options))


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    old = {"attention_head_dim": None, "freq_shift": 1, "flip_sin_to_cos": False, "norm_eps": 1e-6, "downsample_padding": 0}
    skip = {
        "down_block_types": ("SkipDownBlock2D", "AttnDownBlock2D"),
        "up_block_types": ("AttnUpBlock2D", "SkipUpBlock2D"),
    }
    tiny = {"block_out_channels": (4, 8)}
    cases = [
        case("as_in_2022", old, ddpm(), [3], 2, 5, spoil=as_in_2022),
        case("each_its_seed", {"sample_size": (8, 16)}, ddpm(), [7, 8, 9], 3, 5),
        case("skips_in_half", skip, ddim(), [4], 2, 5, variant="fp16"),
        case("classes_in_shards", {"num_class_embeds": 5}, ddim(), [5], 2, 5, label=3, max_shard_size="30KB"),
        case("learned_range", {"out_channels": 6}, ddpm(variance_type="learned_range"), [6], 2, 5),
        case("flat", tiny, ddpm(beta_schedule="squaredcos_cap_v2", steps_offset=1), [10], 2, 5, spoil=flat),
        # Its scheduler's configuration holds -Infinity, which is no JSON.
        case("dpm_solver", tiny, lambda model: DDPMPipeline(model, DPMSolverMultistepScheduler()), [11], 2, 5),
        case("ddpm_by_ddim", {}, ddim(beta_schedule="squaredcos_cap_v2"), [2], 2, 5, spoil=with_ddpm_beside),
    ]
    (OUT / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
