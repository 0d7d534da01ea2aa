"""Iterations of training the measured U-Net by PyTorch and diffusers, as diffusers' own example script takes them."""

import torch
from diffusers import DDPMScheduler
from diffusers.optimization import get_scheduler
from diffusers.training_utils import EMAModel

from evaluations import RECIPE, TIMESTEPS, TORCH_WAYS, Unable, faster, layout, network


def iterations(way, precision, batch):
    """Takes an iteration whenever the next item is asked for."""
    if way not in TORCH_WAYS:
        raise Unable("it does not train")
    if way == "frozen":
        raise Unable("frozen weights cannot be trained")
    settings = RECIPE["training"]
    raw = layout(way, network().train())
    model = faster(way, raw)
    schedule = DDPMScheduler(num_train_timesteps=TIMESTEPS, beta_schedule="linear")
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
    pictures = torch.rand(batch, 1, 32, 32) * 2 - 1
    while True:
        noise = torch.randn_like(pictures)
        timesteps = torch.randint(0, TIMESTEPS, (batch,))
        noisy = layout(way, schedule.add_noise(pictures, noise, timesteps))
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
