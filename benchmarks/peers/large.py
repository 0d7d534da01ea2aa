"""A model of Stable Diffusion 1.5's size with random weights: its folder, and what a peer takes for a guided step or a decoded picture.

    python large.py make FOLDER
    python large.py step FOLDER --way openvino --threads 2 --times 3    -> {"median": 4210, "shortest": 4190, "peak_mb": 6100}

A step is an evaluation of the U-Net (860 M parameters) for two latents of 64x64, with and without the text; a picture of 512x512 is decoded from one of them. Both in bf16, in
milliseconds, behind one evaluation that does not count. `peak_mb` is the most memory that the process held, files that it mapped included.
"""

import argparse
import json
import os
import resource
import statistics
import time
from pathlib import Path

import torch

TOKENIZER = Path(__file__).resolve().parents[2] / "diffusion/src/test/resources/reference/text/pipeline/tokenizer"
TEXT = (2, 77, 768)
LATENTS = (4, 64, 64)


def make(folder):
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    torch.manual_seed(0)
    torch.set_default_dtype(torch.bfloat16)
    unet = UNet2DConditionModel(
        sample_size=64,
        block_out_channels=(320, 640, 1280, 1280),
        cross_attention_dim=768,
        attention_head_dim=8,
        down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
    )
    autoencoder = AutoencoderKL(
        sample_size=512,
        block_out_channels=(128, 256, 512, 512),
        layers_per_block=2,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    )
    text = CLIPTextModel(
        CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, eos_token_id=49407)
    )
    StableDiffusionPipeline(
        vae=autoencoder,
        text_encoder=text,
        tokenizer=CLIPTokenizer.from_pretrained(TOKENIZER),
        unet=unet,
        scheduler=DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)


class Step(torch.nn.Module):
    def __init__(self, folder):
        from diffusers import UNet2DConditionModel

        super().__init__()
        self.network = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.bfloat16).eval()

    def forward(self, latents, timesteps, text):
        return self.network(latents, timesteps, text, return_dict=False)[0]

    @staticmethod
    def inputs():
        return torch.randn(2, *LATENTS), torch.full((2,), 500), torch.randn(TEXT)


class Decode(torch.nn.Module):
    def __init__(self, folder):
        from diffusers import AutoencoderKL

        super().__init__()
        self.network = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.bfloat16).eval()

    def forward(self, latents):
        return self.network.decode(latents, return_dict=False)[0]

    @staticmethod
    def inputs():
        return (torch.randn(1, *LATENTS),)


def by_torch(way, module):
    inputs = [one.bfloat16() if one.is_floating_point() else one for one in module.inputs()]
    if way == "channels_last":
        module = module.to(memory_format=torch.channels_last)
        inputs = [one.to(memory_format=torch.channels_last) if one.dim() == 4 else one for one in inputs]

    def work():
        with torch.inference_mode():
            module(*inputs)

    return work


def by_openvino(module, threads):
    import openvino

    inputs = module.inputs()
    graph = openvino.convert_model(
        module.float(), example_input=inputs, input=[openvino.PartialShape(list(one.shape)) for one in inputs]
    )
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "bf16", "INFERENCE_NUM_THREADS": threads}
    request = openvino.Core().compile_model(graph, "CPU", settings).create_infer_request()
    arrays = [one.numpy() for one in inputs]
    return lambda: request.infer(arrays)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=("make", "step", "decode"))
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--way", default="eager")
    arguments.add_argument("--threads", type=int, default=os.cpu_count())
    arguments.add_argument("--times", type=int, default=3)
    asked = arguments.parse_args()
    if asked.what == "make":
        make(asked.folder)
        return
    torch.set_num_threads(asked.threads)
    torch.manual_seed(0)
    module = (Step if asked.what == "step" else Decode)(asked.folder)
    work = by_openvino(module, asked.threads) if asked.way == "openvino" else by_torch(asked.way, module)
    work()
    times = []
    for _ in range(asked.times):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"median": statistics.median(times), "shortest": min(times), "peak_mb": round(peak)}))


if __name__ == "__main__":
    main()
