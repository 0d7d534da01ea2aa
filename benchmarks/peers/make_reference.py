"""Runs PyTorch and diffusers and writes what they give, for the library's tests to compare with.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_reference.py

All runs are on the CPU in float32, seeded and small; the files lie in diffusion/src/test/resources/reference/.
"""

import hashlib
import json
import math
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import (
    DDIMPipeline,
    DDIMScheduler,
    DDPMPipeline,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    DPMSolverSinglestepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    PNDMScheduler,
    UNet2DModel,
    UniPCMultistepScheduler,
)
from diffusers.models.attention_processor import Attention
from diffusers.models.downsampling import Downsample2D
from diffusers.models.embeddings import GaussianFourierProjection, get_timestep_embedding
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.unets import unet_2d_blocks
from diffusers.models.upsampling import Upsample2D
from diffusers.optimization import get_scheduler
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from diffusers.training_utils import EMAModel

PROJECT = Path(__file__).resolve().parents[2]
OUT = PROJECT / "diffusion/src/test/resources/reference"
VERSIONS = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__}


def write(name, content):
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"made_with": VERSIONS, **content}, separators=(",", ":"))
    # One entry of a list a line, so that a change can be read.
    (OUT / name).write_text(text.replace("},{", "},\n{") + "\n")


def numbers(tensor):
    """The exact values: a float32 is a double, and JSON's shortest form of a double is read back without loss."""
    return tensor.detach().double().flatten().tolist()


def digest(tensor):
    return hashlib.sha256(tensor.detach().contiguous().numpy().tobytes()).hexdigest()


# ---- random numbers ---------------------------------------------------------------------------------------------------

DRAWS = [
    (0, [[3]]),
    (1, [[1], [15], [16], [17]]),
    (42, [[2, 1, 4, 4], [2, 1, 4, 4]]),
    (2026, [[1, 1, 32, 32]]),
    (123456789012345, [[5, 2], [100]]),
]


def random_numbers():
    cases = []
    for seed, shapes in DRAWS:
        generator = torch.Generator().manual_seed(seed)
        draws = [torch.randn(shape, generator=generator) for shape in shapes]
        cases.append(
            {
                "seed": seed,
                "draws": [
                    {"shape": shape, "sha256": digest(draw), "first": numbers(draw)[:20]}
                    for shape, draw in zip(shapes, draws)
                ],
            }
        )
    write("randn.json", {"cases": cases})


# ---- U-Nets -----------------------------------------------------------------------------------------------------------

UNETS = {
    "plain": {
        "sample_size": 16,
        "in_channels": 1,
        "out_channels": 1,
        "block_out_channels": [16, 32],
        "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
        "up_block_types": ["AttnUpBlock2D", "UpBlock2D"],
        "layers_per_block": 1,
        "norm_num_groups": 8,
        "attention_head_dim": 16,
        "num_class_embeds": 11,
    },
    "scale_shift": {
        "sample_size": 8,
        "in_channels": 3,
        "out_channels": 3,
        "block_out_channels": [16, 24],
        "down_block_types": ["AttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "AttnUpBlock2D"],
        "layers_per_block": 2,
        "norm_num_groups": 4,
        "norm_eps": 1e-6,
        "attention_head_dim": 8,
        "attn_norm_num_groups": 8,
        "resnet_time_scale_shift": "scale_shift",
        "downsample_type": "resnet",
        "upsample_type": "resnet",
        "freq_shift": 1,
        "flip_sin_to_cos": False,
    },
    "resnet_resampling": {
        "sample_size": 16,
        "in_channels": 2,
        "out_channels": 4,
        "block_out_channels": [8, 16, 16],
        "down_block_types": ["ResnetDownsampleBlock2D", "DownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "UpBlock2D", "ResnetUpsampleBlock2D"],
        "layers_per_block": 1,
        "norm_num_groups": 4,
        "attention_head_dim": None,
        "add_attention": False,
        "mid_block_scale_factor": 1.4142135623730951,
        "downsample_padding": 0,
        "center_input_sample": True,
        "dropout": 0.1,
        "num_class_embeds": 4,
    },
}
UNETS["patterns"] = json.loads((PROJECT / "recipes/patterns.json").read_text())["network"]

SMALL = {
    "sample_size": 8,
    "in_channels": 3,
    "out_channels": 3,
    "block_out_channels": [8, 16],
    "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
    "up_block_types": ["AttnUpBlock2D", "UpBlock2D"],
    "layers_per_block": 1,
    "norm_num_groups": 4,
}
UNETS["skip_blocks"] = {
    **SMALL,
    "block_out_channels": [32, 64, 64],
    "down_block_types": ["SkipDownBlock2D", "AttnSkipDownBlock2D", "DownBlock2D"],
    "up_block_types": ["SkipUpBlock2D", "AttnSkipUpBlock2D", "SkipUpBlock2D"],
}
# As Song et al.'s networks were published: noise levels in place of timesteps, and groups that nobody counted.
UNETS["noise_levels"] = {
    **SMALL,
    "block_out_channels": [32, 32],
    "down_block_types": ["SkipDownBlock2D", "AttnSkipDownBlock2D"],
    "up_block_types": ["AttnSkipUpBlock2D", "SkipUpBlock2D"],
    "norm_num_groups": None,
    "time_embedding_type": "fourier",
    "mid_block_scale_factor": 1.4142135623730951,
    "act_fn": "gelu",
    "attention_head_dim": 12,
}
UNETS["learned_times"] = {
    **SMALL,
    "sample_size": [8, 16],
    "out_channels": 6,
    "time_embedding_type": "learned",
    "num_train_timesteps": 1000,
    "time_embedding_dim": 24,
    "mid_block_type": None,
    "act_fn": "mish",
}
UNETS["numbered_classes"] = {
    **SMALL,
    "class_embed_type": "timestep",
    "num_class_embeds": 7,
    "act_fn": "relu",
}


def unets():
    cases = []
    for seed, (name, config) in enumerate(UNETS.items(), start=11):
        torch.manual_seed(seed)
        model = UNet2DModel(**{key: value for key, value in config.items() if not key.startswith("_")}).eval()
        generator = torch.Generator().manual_seed(seed)
        size = config["sample_size"]
        sides = size if isinstance(size, list) else [size, size]
        x = torch.randn(2, config["in_channels"], *sides, generator=generator)
        timesteps = torch.tensor([3, 977] if config.get("time_embedding_type") == "learned" else [3.0, 977.0])
        labels = torch.tensor([1, config["num_class_embeds"] - 1]) if "num_class_embeds" in config else None
        with torch.no_grad():
            output = model(x, timesteps, class_labels=labels).sample
        cases.append(
            {
                "name": name,
                "config": config,
                "seed": seed,
                "parameters": [
                    {
                        "name": key,
                        "shape": list(value.shape),
                        "sha256": digest(value),
                        "first": numbers(value)[:2],
                    }
                    for key, value in model.named_parameters()
                ],
                "timesteps": timesteps.tolist(),
                "labels": [] if labels is None else labels.tolist(),
                "output": numbers(output),
            }
        )
    write("unets.json", {"cases": cases})


# ---- embeddings, layers and blocks --------------------------------------------------------------------------------------

# Each layer with what it is fed: first these inputs, then its weights are drawn from seed 0.
CHANNELS = 32
PICTURE = [2, CHANNELS, 12, 12]
TIME = [2, 128]
RESNET = {"in_channels": CHANNELS, "temb_channels": TIME[1]}
ATTENTION = {"query_dim": CHANNELS, "bias": True, "residual_connection": True}
LAYERS = [
    (GaussianFourierProjection, {"embedding_size": 16, "scale": 16}, [[3]]),
    (Upsample2D, {"channels": CHANNELS, "use_conv": False}, [PICTURE]),
    (Upsample2D, {"channels": CHANNELS, "use_conv": True}, [PICTURE]),
    (Downsample2D, {"channels": CHANNELS, "use_conv": False}, [PICTURE]),
    (Downsample2D, {"channels": CHANNELS, "use_conv": True, "padding": 1}, [PICTURE]),
    (Downsample2D, {"channels": CHANNELS, "use_conv": True, "padding": 0}, [PICTURE]),
    (ResnetBlock2D, RESNET, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "use_in_shortcut": True}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "out_channels": 48, "groups": 8, "groups_out": 16}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "time_embedding_norm": "scale_shift"}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "output_scale_factor": 2.5, "eps": 0.1}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "up": True}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "down": True}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "up": True, "kernel": "fir"}, [PICTURE, TIME]),
    (ResnetBlock2D, {**RESNET, "down": True, "kernel": "fir"}, [PICTURE, TIME]),
    (Attention, {**ATTENTION, "heads": 1, "dim_head": 32, "norm_num_groups": 32}, [PICTURE]),
    (Attention, {**ATTENTION, "heads": 4, "dim_head": 8, "norm_num_groups": 8, "rescale_output_factor": 2.5}, [PICTURE]),
    (Attention, {**ATTENTION, "heads": 2, "dim_head": 12}, [PICTURE]),
]
BLOCKS = {
    "down": ["DownBlock2D", "AttnDownBlock2D", "ResnetDownsampleBlock2D", "SkipDownBlock2D", "AttnSkipDownBlock2D"],
    "mid": ["UNetMidBlock2D"],
    "up": ["UpBlock2D", "AttnUpBlock2D", "ResnetUpsampleBlock2D", "SkipUpBlock2D", "AttnSkipUpBlock2D"],
}


def seen(output):
    """A corner, as diffusers' own tests compare it, and of each picture and channel the mean, which no part escapes."""
    output = output[0] if isinstance(output, tuple) else output
    pictures = output if output.dim() == 4 else output[None, None]
    return {
        "expected_slice": numbers(pictures[0, -1, -3:, -3:]),
        "expected_means": numbers(pictures.double().mean(dim=(2, 3))),
    }


def embeddings():
    cases = []
    for options in (
        {"downscale_freq_shift": 1, "flip_sin_to_cos": False},
        {"downscale_freq_shift": 0, "flip_sin_to_cos": True},
        {"downscale_freq_shift": 1, "flip_sin_to_cos": True, "scale": 7.25},
        {"downscale_freq_shift": 0, "flip_sin_to_cos": False, "scale": 0.37},
    ):
        embedding = get_timestep_embedding(torch.arange(128), 64, **options)
        cases.append({"args": options, "expected": numbers(embedding[23:26, 47:50])})
    return [{"cases": cases}]


def layers():
    cases = []
    for kind, options, shapes in LAYERS:
        torch.manual_seed(0)
        inputs = [torch.randn(shape) for shape in shapes]
        if kind is GaussianFourierProjection:
            inputs = [value.exp() for value in inputs]
        layer = kind(**options).eval()
        cases.append(
            {
                "test": f"{kind.__name__} {options}",
                "module": {"class": kind.__name__, "kwargs": options},
                "randn_inputs_in_order": shapes,
                "expected": seen(layer(*inputs)),
            }
        )
    return cases


def blocks():
    cases = []
    shape = [4, CHANNELS, 32, 32]
    for kind, names in BLOCKS.items():
        for name in names:
            generator = torch.manual_seed(0)
            x = torch.randn(shape, generator=generator)
            inputs = {"hidden_states": x, "temb": torch.randn(shape[0], TIME[1], generator=generator)}
            options = {"in_channels": CHANNELS, "temb_channels": TIME[1]}
            if kind == "up":
                options["prev_output_channel"] = CHANNELS
                inputs["res_hidden_states_tuple"] = (torch.randn(shape, generator=torch.manual_seed(1)),)
            if kind != "mid":
                options["out_channels"] = CHANNELS
            skips = kind == "down" and "Skip" in name
            if skips:
                inputs["skip_sample"] = torch.randn(shape[0], 3, *shape[2:], generator=generator)
            block = getattr(unet_2d_blocks, name)(**options).eval()
            cases.append(
                {
                    "block_class": name,
                    "block_type": kind,
                    "input_flags": {"include_skip_sample": True} if skips else {},
                    **seen(block(**inputs)),
                }
            )
    return cases


def parts():
    with torch.no_grad():
        write("blocks.json", {"embeddings": embeddings(), "layers": layers(), "unet_blocks": blocks()})


# ---- training ---------------------------------------------------------------------------------------------------------

RATES = [
    ("constant", "constant_with_warmup", 10, 100),
    ("linear", "linear", 10, 100),
    ("cosine", "cosine", 25, 200),
    ("cosine", "cosine", 0, 50),
    ("polynomial", "polynomial", 5, 60),
]
AVERAGES = [
    {"decay": 0.9999, "inv_gamma": 1.0, "power": 0.75, "update_after_step": 0},
    {"decay": 0.999, "inv_gamma": 1.0, "power": 2 / 3, "update_after_step": 0},
    {"decay": 0.9, "inv_gamma": 10.0, "power": 0.75, "update_after_step": 20},
]


def training():
    rates = []
    for name, theirs, warm_up, total in RATES:
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        schedule = get_scheduler(theirs, optimizer, num_warmup_steps=warm_up, num_training_steps=total)
        factors = []
        for _ in range(total + 1):
            factors.append(schedule.get_last_lr()[0])
            optimizer.step()
            schedule.step()
        rates.append({"name": name, "warm_up": warm_up, "total": total, "factors": factors})
    averages = []
    updates = [1, 2, 3, 5, 10, 20, 21, 22, 23, 50, 100, 1000, 10_000, 200_000, 1_000_000]
    for settings in AVERAGES:
        ema = EMAModel([torch.nn.Parameter(torch.zeros(1))], use_ema_warmup=True, **settings)
        averages.append({**settings, "updates": updates, "decays": [float(ema.get_decay(update)) for update in updates]})
    write("training.json", {"learning_rates": rates, "averages": averages})


# ---- schedules and sampling ---------------------------------------------------------------------------------------------

T = 1000
STEPS = 10
SHAPE = [2, 1, 4, 4]
LINEAR = {"beta_schedule": "linear", "beta_start": 1e-4, "beta_end": 0.02}
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
# Levels evenly spaced on the quarter circle, so that half a step in time is half of its angle.
ANGLES = np.arange(T + 1) / T * 0.99 * np.pi / 2
ANGLE = {"trained_betas": (1 - (np.cos(ANGLES[1:]) / np.cos(ANGLES[:-1])) ** 2).tolist()}
SCHEDULES = {"linear": LINEAR, "squaredcos_cap_v2": COSINE, "angle": ANGLE}
EPSILON, V = "epsilon", "v_prediction"
PLAIN = {"clip_sample": False}

# Where a sample is not scaled (Euler, Heun), cosine's sigma of 20,291 would leave float32 too few digits to compare.
RUNS = [
    ("ddim", 0, DDIMScheduler, "linear", EPSILON, PLAIN),
    ("ddim", 0, DDIMScheduler, "squaredcos_cap_v2", V, {**PLAIN, "timestep_spacing": "trailing"}),
    ("ddim", 0.7, DDIMScheduler, "linear", EPSILON, PLAIN),
    ("ddim", 0, DDIMScheduler, "linear", EPSILON, {"clip_sample": True}),
    ("ddim", 0, DDIMScheduler, "squaredcos_cap_v2", V, {"clip_sample": True, "timestep_spacing": "trailing"}),
    ("ddim", 0, DDIMScheduler, "linear", V, {**PLAIN, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}),
    ("ddpm", 0, DDPMScheduler, "linear", EPSILON, {**PLAIN, "variance_type": "fixed_small"}),
    ("ddpm", 0, DDPMScheduler, "squaredcos_cap_v2", V, {**PLAIN, "variance_type": "fixed_small"}),
    ("ddpm", 0, DDPMScheduler, "linear", EPSILON, {"clip_sample": True, "variance_type": "fixed_small"}),
    ("ddpm_beta", 0, DDPMScheduler, "linear", EPSILON, {**PLAIN, "variance_type": "fixed_large"}),
    ("ddpm_beta", 0, DDPMScheduler, "squaredcos_cap_v2", V, {"clip_sample": True, "variance_type": "fixed_large"}),
    ("euler", 0, EulerDiscreteScheduler, "linear", EPSILON, {}),
    ("euler", 0, EulerDiscreteScheduler, "linear", V, {}),
    ("euler_ancestral", 0, EulerAncestralDiscreteScheduler, "linear", EPSILON, {}),
    ("euler_ancestral", 0, EulerAncestralDiscreteScheduler, "linear", V, {}),
    ("heun", 0, HeunDiscreteScheduler, "linear", EPSILON, {}),
    ("heun", 0, HeunDiscreteScheduler, "linear", V, {}),
    ("dpm_solver_2m", 0, DPMSolverMultistepScheduler, "linear", EPSILON, {}),
    ("dpm_solver_2m", 0, DPMSolverMultistepScheduler, "squaredcos_cap_v2", V, {}),
    ("dpm_solver_2m", 0, DPMSolverMultistepScheduler, "linear", EPSILON, {"use_karras_sigmas": True}),
    ("dpm_solver_2m_sde", 0, DPMSolverMultistepScheduler, "linear", EPSILON, {"algorithm_type": "sde-dpmsolver++"}),
    ("dpm_solver_2m_sde", 0, DPMSolverMultistepScheduler, "squaredcos_cap_v2", V, {"algorithm_type": "sde-dpmsolver++"}),
    ("dpm_solver_2s", 0, DPMSolverSinglestepScheduler, "linear", EPSILON, {"solver_order": 2}),
    ("dpm_solver_2s", 0, DPMSolverSinglestepScheduler, "squaredcos_cap_v2", V, {"solver_order": 2}),
    ("dpm_solver_3s", 0, DPMSolverSinglestepScheduler, "linear", EPSILON, {"solver_order": 3}),
    ("dpm_solver_3s", 0, DPMSolverSinglestepScheduler, "squaredcos_cap_v2", V, {"solver_order": 3}),
    ("unipc", 0, UniPCMultistepScheduler, "linear", EPSILON, {"solver_order": 2, "solver_type": "bh2"}),
    ("unipc", 0, UniPCMultistepScheduler, "squaredcos_cap_v2", V, {"solver_order": 2, "solver_type": "bh2"}),
    ("pndm", 0, PNDMScheduler, "angle", EPSILON, {"set_alpha_to_one": True}),
    ("pndm", 0, PNDMScheduler, "angle", V, {"set_alpha_to_one": True}),
]


def model_output(sample, timestep):
    """A model in closed form; the sample is as the model is fed, of unit variance."""
    return sample * 0.3 + math.sin(float(timestep) / 100) * 0.1


def level_of_sigma(scheduler, sigma):
    """A level where sigmas are counted: alpha is 1 where the sample is scaled for the model, else alpha^2 + sigma^2 is 1."""
    sigma = float(sigma)
    if hasattr(scheduler, "_sigma_to_alpha_sigma_t"):
        return [1 / math.hypot(1, sigma), sigma / math.hypot(1, sigma)]
    return [1.0, sigma]


def steps_of(scheduler):
    """The steps that a scheduler makes: timestep, and the levels from which and to which it leads."""
    timesteps = [float(t) for t in scheduler.timesteps]
    if isinstance(scheduler, HeunDiscreteScheduler):
        # It lists the second look of each step as a step of its own.
        timesteps = timesteps[:1] + timesteps[1::2]
        sigmas = [float(sigma) for sigma in (scheduler.sigmas[0], *scheduler.sigmas[1::2])]
    elif hasattr(scheduler, "sigmas"):
        sigmas = [float(sigma) for sigma in scheduler.sigmas]
    else:
        if isinstance(scheduler, PNDMScheduler):
            timesteps = sorted({float(t) for t in scheduler._timesteps}, reverse=True)
        ratio = T // STEPS

        def level(t):
            alpha_bar = float(scheduler.alphas_cumprod[int(t)]) if t >= 0 else 1.0
            return [math.sqrt(alpha_bar), math.sqrt(1 - alpha_bar)]

        return [{"timestep": t, "from": level(t), "to": level(t - ratio)} for t in timesteps]
    levels = [level_of_sigma(scheduler, sigma) for sigma in sigmas]
    return [{"timestep": t, "from": levels[i], "to": levels[i + 1]} for i, t in enumerate(timesteps)]


def run(name, eta, scheduler_class, schedule, prediction, options, seed):
    scheduler = scheduler_class(
        num_train_timesteps=T, prediction_type=prediction, **SCHEDULES[schedule], **options
    )
    scheduler.set_timesteps(STEPS)
    steps = steps_of(scheduler)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    start = x
    for t in scheduler.timesteps:
        output = model_output(scheduler.scale_model_input(x, t), t)
        extra = {"eta": eta} if scheduler_class is DDIMScheduler else {}
        # The others draw nothing.
        if scheduler_class in (
            DDIMScheduler,
            DDPMScheduler,
            EulerAncestralDiscreteScheduler,
            DPMSolverMultistepScheduler,
        ):
            extra["generator"] = generator
        x = scheduler.step(output, t, x, **extra).prev_sample
    return {
        "sampler": name,
        "eta": eta,
        "scheduler": scheduler_class.__name__,
        "schedule": schedule,
        "prediction": prediction,
        "options": options,
        "seed": seed,
        "start": numbers(start),
        "steps": steps,
        "result": numbers(x),
    }


def schedules():
    cases = []
    at = [0, 1, 2, 10, 100, 250, 500, 750, 900, 990, 998, 999]
    for schedule in ("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"):
        for stretched in (False, True):
            # Stable Diffusion's betas are the usual ones of "scaled_linear".
            ends = {"beta_start": 0.00085, "beta_end": 0.012} if schedule == "scaled_linear" else {}
            alpha_bars = DDPMScheduler(
                num_train_timesteps=T, beta_schedule=schedule, rescale_betas_zero_snr=stretched, **ends
            ).alphas_cumprod
            cases.append(
                {
                    "schedule": schedule,
                    "zero_terminal_snr": stretched,
                    "timesteps": at,
                    "alpha_bars": [float(alpha_bars[i]) for i in at],
                }
            )
    return cases


def spacings():
    cases = []
    for spacing in ("leading", "trailing", "linspace"):
        for steps in (1, 7, 10, 25, 50, 80, 333, 1000):
            scheduler = DDIMScheduler(num_train_timesteps=T, timestep_spacing=spacing)
            scheduler.set_timesteps(steps)
            cases.append({"spacing": spacing, "steps": steps, "timesteps": [int(t) for t in scheduler.timesteps]})
    return cases


def guided():
    """Classifier-free guidance and its rescaling, of two draws of one generator."""
    cases = []
    for seed, scale, share in ((1, 1.5, 0.0), (2, 4.0, 0.7), (3, 7.5, 1.0)):
        generator = torch.Generator().manual_seed(seed)
        unconditional, conditional = (torch.randn(SHAPE, generator=generator) for _ in range(2))
        output = unconditional + scale * (conditional - unconditional)
        if share > 0:
            output = rescale_noise_cfg(output, conditional, guidance_rescale=share)
        cases.append({"seed": seed, "scale": scale, "share": share, "output": numbers(output)})
    return cases


def thresholded():
    cases = []
    for seed, factor, quantile, most in ((4, 3.0, 0.995, 1.5), (5, 1.5, 0.9, 10.0), (6, 0.2, 0.995, 2.0)):
        x0 = factor * torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed))
        scheduler = DDIMScheduler(thresholding=True, dynamic_thresholding_ratio=quantile, sample_max_value=most)
        cases.append(
            {
                "seed": seed,
                "factor": factor,
                "quantile": quantile,
                "most": most,
                "output": numbers(scheduler._threshold_sample(x0)),
            }
        )
    return cases


def pictures():
    """Whole pipelines: a U-Net drawn from a seed, a scheduler's own grid, a generator for all noise."""
    config = {key: value for key, value in UNETS["plain"].items() if key != "num_class_embeds"}
    torch.manual_seed(0)
    model = UNet2DModel(**config).eval()
    cases = []
    for seed, steps, schedule, prediction, eta in (
        (21, 5, "linear", EPSILON, None),
        (22, 4, "squaredcos_cap_v2", V, None),
        (23, 5, "linear", EPSILON, 0.0),
        (24, 4, "squaredcos_cap_v2", V, 0.5),
    ):
        options = {"num_train_timesteps": T, "prediction_type": prediction, **SCHEDULES[schedule]}
        generator = torch.Generator().manual_seed(seed)
        if eta is None:
            pipeline = DDPMPipeline(model, DDPMScheduler(**options))
            arguments = {}
        else:
            pipeline = DDIMPipeline(model, DDIMScheduler(**options))
            arguments = {"eta": eta}
        pipeline.set_progress_bar_config(disable=True)
        images = pipeline(
            batch_size=2, generator=generator, num_inference_steps=steps, output_type="np", **arguments
        ).images
        cases.append(
            {
                "sampler": "ddpm" if eta is None else "ddim",
                "eta": eta or 0.0,
                "schedule": schedule,
                "prediction": prediction,
                "steps": steps,
                "seed": seed,
                "images": numbers(torch.from_numpy(images).permute(0, 3, 1, 2)),
            }
        )
    return {"config": config, "weights_seed": 0, "runs": cases}


def sampling():
    runs = [run(*settings, seed=100 + i) for i, settings in enumerate(RUNS)]
    write(
        "sampling.json",
        {
            "shape": SHAPE,
            "schedules": schedules(),
            "spacings": spacings(),
            "runs": runs,
            "guided": guided(),
            "thresholded": thresholded(),
        },
    )
    write("pictures.json", pictures())


if __name__ == "__main__":
    torch.set_num_threads(1)
    random_numbers()
    unets()
    parts()
    training()
    sampling()
    for file in sorted(OUT.iterdir()):
        print(f"{file.relative_to(PROJECT)}: {file.stat().st_size} bytes")
