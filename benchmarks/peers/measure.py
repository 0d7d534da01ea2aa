"""Measures PyTorch and diffusers at the work that the library's benchmarks do, and appends a line of JSON for each row.

    venv/bin/python measure.py --way eager|channels_last|compiled|frozen --seconds 5 --threads 2 --out FILE

The network is the one that unet.json configures, drawn from the same seed. A step of sampling is an evaluation and DDIM's
update, in inference mode; an iteration of training is forward, backward, clipping, AdamW (fused) and EMA, with autocast where it
says bf16. Times are the median and the fastest, in milliseconds.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path

arguments = argparse.ArgumentParser()
arguments.add_argument("--way", choices=["eager", "channels_last", "compiled", "frozen"], required=True)
arguments.add_argument("--only", choices=["step", "training"])
arguments.add_argument("--seconds", type=float, default=5)
arguments.add_argument("--threads", type=int, required=True)
arguments.add_argument("--out", required=True)
asked = arguments.parse_args()
if asked.way == "frozen":
    os.environ["TORCHINDUCTOR_FREEZING"] = "1"

import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from diffusers.optimization import get_scheduler
from diffusers.training_utils import EMAModel

RECIPE = json.loads(
    (Path(__file__).resolve().parents[1] / "src/main/resources/darkroom/benchmarks/unet.json").read_text()
)
SCHEDULE = {"num_train_timesteps": 1000, "beta_schedule": "linear", "clip_sample": False}
TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


def network():
    torch.manual_seed(0)
    model = UNet2DModel(**{key: value for key, value in RECIPE["network"].items() if not key.startswith("_")})
    assert sum(p.numel() for p in model.parameters()) == 6_469_889
    return model.to(memory_format=torch.channels_last) if asked.way == "channels_last" else model


def faster(model):
    return torch.compile(model) if asked.way in ("compiled", "frozen") else model


def layout(pictures):
    return pictures.to(memory_format=torch.channels_last) if asked.way == "channels_last" else pictures


def steps(precision, batch):
    model = faster(network().to(TYPES[precision]).eval())
    scheduler = DDIMScheduler(**SCHEDULE)
    scheduler.set_timesteps(1000)
    generator = torch.Generator().manual_seed(0)
    x = layout(torch.randn(batch, 1, 32, 32, generator=generator).to(TYPES[precision]))
    while True:
        sample = x
        for t in scheduler.timesteps:
            with torch.inference_mode():
                sample = scheduler.step(model(sample, t).sample, t, sample).prev_sample
            yield


def iterations(precision):
    settings = RECIPE["training"]
    raw = network().train()
    model = faster(raw)
    schedule = DDPMScheduler(**SCHEDULE)
    adam = settings["adam_w"]
    optimizer = torch.optim.AdamW(
        raw.parameters(),
        lr=settings["learning_rate"],
        betas=(adam["beta1"], adam["beta2"]),
        eps=adam["epsilon"],
        weight_decay=adam["weight_decay"],
        fused=True,
    )
    rate = get_scheduler("constant_with_warmup", optimizer, num_warmup_steps=settings["warm_up"])
    ema = EMAModel(raw.parameters(), decay=settings["ema"]["decay"], use_ema_warmup=True, power=0.75, foreach=True)
    batch = settings["batch"]
    pictures = torch.rand(batch, 1, 32, 32) * 2 - 1
    while True:
        noise = torch.randn_like(pictures)
        timesteps = torch.randint(0, 1000, (batch,))
        noisy = layout(schedule.add_noise(pictures, noise, timesteps))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
            output = model(noisy, timesteps).sample
        loss = torch.nn.functional.mse_loss(output.float(), noise)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(raw.parameters(), settings["clip"])
        optimizer.step()
        rate.step()
        optimizer.zero_grad()
        ema.step(raw.parameters())
        loss.item()
        yield


def measure(row, precision, batch, work, seconds):
    for _ in range(3):  # the first one compiles
        next(work)
    end = time.perf_counter() + seconds / 2
    while time.perf_counter() < end:
        next(work)
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        next(work)
        times.append(1000 * (time.perf_counter() - start))
    line = {"row": row, "precision": precision, "batch": batch, "way": asked.way, "ms": statistics.median(times)}
    line["fastest"] = min(times)
    print(f"  diffusers {asked.way}: {row} {precision} batch {batch}: {line['ms']:.1f} ms, {len(times)} times", flush=True)
    with open(asked.out, "a") as out:
        out.write(json.dumps(line) + "\n")


torch.set_num_threads(asked.threads)
for precision in TYPES:
    for batch in (1, 16):
        if asked.only in (None, "step"):
            torch.compiler.reset()
            measure("step", precision, batch, steps(precision, batch), asked.seconds)
# Frozen weights cannot be trained.
for precision in TYPES:
    if asked.only in (None, "training") and asked.way != "frozen":
        torch.compiler.reset()
        measure("training", precision, 16, iterations(precision), 2 * asked.seconds)
