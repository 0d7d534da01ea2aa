"""Runs diffusers' and transformers' networks for texts and latents and writes what they give, for the library's tests to compare with.

    venv/bin/python make_text_reference.py

As make_reference.py: on the CPU in float32, seeded and small.
"""

import json
from collections import Counter

import diffusers
import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from make_reference import OUT, digest, numbers, seen, write

SMALL = {
    "sample_size": 8,
    "block_out_channels": [16, 32],
    "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
    "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
    "cross_attention_dim": 24,
    "norm_num_groups": 8,
    "attention_head_dim": 4,
}
UNETS = {
    "convolutions": {**SMALL, "layers_per_block": 1},
    "linear_maps": {
        **SMALL,
        "sample_size": [8, 12],
        "layers_per_block": 2,
        "attention_head_dim": [2, 8],
        "use_linear_projection": True,
        "transformer_layers_per_block": [1, 2],
        "upcast_attention": True,
        "downsample_padding": 0,
        "resnet_time_scale_shift": "scale_shift",
        "mid_block_scale_factor": 1.5,
        "act_fn": "gelu",
        "center_input_sample": True,
    },
    "sizes_and_crops": {
        **SMALL,
        "layers_per_block": [1, 2],
        "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"],
        "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"],
        "transformer_layers_per_block": [1, 2],
        "cross_attention_dim": [16, 24],
        "use_linear_projection": True,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 20 + 6 * 8,
    },
    "guidance": {**SMALL, "layers_per_block": 1, "time_cond_proj_dim": 16, "in_channels": 9},
    "classes": {**SMALL, "layers_per_block": 1, "num_class_embeds": 7, "time_embedding_dim": 40, "mid_block_type": None},
    "numbered_classes": {**SMALL, "layers_per_block": 1, "class_embed_type": "timestep", "freq_shift": 1},
}
AUTOENCODERS = {
    "usual": {
        "block_out_channels": [8, 16, 24],
        "down_block_types": ["DownEncoderBlock2D"] * 3,
        "up_block_types": ["UpDecoderBlock2D"] * 3,
        "layers_per_block": 2,
        "norm_num_groups": 4,
    },
    "plain": {
        "in_channels": 1,
        "out_channels": 1,
        "latent_channels": 2,
        "block_out_channels": [8, 16],
        "down_block_types": ["DownEncoderBlock2D"] * 2,
        "up_block_types": ["UpDecoderBlock2D"] * 2,
        "norm_num_groups": 4,
        "mid_block_add_attention": False,
        "use_quant_conv": False,
        "use_post_quant_conv": False,
        "act_fn": "mish",
    },
}
TEXTS = {"vocab_size": 40, "hidden_size": 16, "intermediate_size": 24, "num_attention_heads": 4, "max_position_embeddings": 9}
ENCODERS = [
    ("quick_gelu", False, {**TEXTS, "num_hidden_layers": 2, "hidden_act": "quick_gelu", "eos_token_id": 39}),
    ("projected", True, {**TEXTS, "num_hidden_layers": 3, "hidden_act": "gelu", "projection_dim": 12, "eos_token_id": 2}),
]


def parameters(model):
    """Each parameter by the beginning of its digest."""
    return {name: digest(value)[:12] for name, value in model.named_parameters()}


def unets():
    for seed, (name, config) in enumerate(UNETS.items(), start=31):
        torch.manual_seed(seed)
        model = UNet2DConditionModel(**config).eval()
        generator = torch.Generator().manual_seed(seed)
        size = config["sample_size"]
        sides = size if isinstance(size, list) else [size, size]
        told = {}
        x = torch.randn(2, config.get("in_channels", 4), *sides, generator=generator)
        widths = config["cross_attention_dim"]
        text = torch.randn(2, 5, widths if isinstance(widths, int) else widths[-1], generator=generator)
        if "addition_embed_type" in config:
            pooled = torch.randn(2, 20, generator=generator)
            sizes = torch.tensor([[32.0, 48, 0, 4, 64, 64], [1024.0, 1024, 0, 0, 1024, 1024]])
            told["added_cond_kwargs"] = {"text_embeds": pooled, "time_ids": sizes}
        if "time_cond_proj_dim" in config:
            told["timestep_cond"] = torch.randn(2, config["time_cond_proj_dim"], generator=generator)
        if name.endswith("classes"):
            told["class_labels"] = torch.tensor([1, 6])
        with torch.no_grad():
            output = model(x, torch.tensor([3.0, 977.0]), text, **told).sample
        yield {
            "name": name,
            "config": config,
            "seed": seed,
            "parameters": parameters(model),
            "pooled": "addition_embed_type" in config,
            **seen(output),
        }


def autoencoders():
    for seed, (name, config) in enumerate(AUTOENCODERS.items(), start=51):
        torch.manual_seed(seed)
        model = AutoencoderKL(**config).eval()
        generator = torch.Generator().manual_seed(seed)
        factor = 2 ** (len(config["block_out_channels"]) - 1)
        x = torch.randn(2, config.get("in_channels", 3), 4 * factor, 6 * factor, generator=generator)
        latents = torch.randn(2, config.get("latent_channels", 4), 4, 6, generator=generator)
        with torch.no_grad():
            moments = model.encode(x).latent_dist.parameters
            decoded = model.decode(latents).sample
        yield {
            "name": name,
            "config": config,
            "seed": seed,
            "parameters": parameters(model),
            "moments": seen(moments),
            "decoded": seen(decoded),
        }


def encoders():
    for name, projects, config in ENCODERS:
        torch.manual_seed(71)
        made = CLIPTextModelWithProjection if projects else CLIPTextModel
        model = made(CLIPTextConfig(**config)).eval()
        for parameter in model.parameters():
            # Numbers that are short to write and exact in float32.
            parameter.data = torch.round(32 * torch.randn(parameter.shape)) / 64
        ids = torch.tensor([[1, 5, 9, 39, 39, 2, 2], [1, 39, 2, 7, 7, 7, 7]])
        with torch.no_grad():
            output = model(ids, output_hidden_states=True)
        yield {
            "name": name,
            "config": config,
            "projects": projects,
            "weights": {key: numbers(value) for key, value in model.named_parameters()},
            "ids": ids.tolist(),
            "last": numbers(output.last_hidden_state),
            "last_but_one": numbers(output.hidden_states[-2]),
            "pooled": numbers(output.text_embeds if projects else output.pooler_output),
        }


# ---- CLIP's tokenizer, with a small vocabulary that is made here ---------------------------------------------------------

CORPUS = "a small red ring left of a large blue square on sand the star and the heart above the moon below in the snow"
STRINGS = [
    "a small red ring",
    "",
    "Two  SHIPS\n at sea,\toil on canvas",
    "it's we'll they've I'd",
    "naïve café",
    "日本語",
    "emoji 😀🚀 mix",
    "x²+y²=z² 12345",
    "<|endoftext|> inside <|startoftext|>",
    "é combining",
    "the ring " * 12,
    "a 😀 small red ring left of a large blue square on sand",
]


def byte_symbols():
    """The letters that stand for bytes, as GPT-2 chose them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(others))]


def byte_pairs(count):
    """The pairs of symbols that stand beside each other most often, joined one after the other (Sennrich et al. 2016)."""
    words = [[*word[:-1], word[-1] + "</w>"] for word in CORPUS.split()]
    for _ in range(count):
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]))
        if not pairs:
            return
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        yield best
        for word in words:
            for i in range(len(word) - 2, -1, -1):
                if tuple(word[i : i + 2]) == best:
                    word[i : i + 2] = ["".join(best)]


def tokenizer():
    folder = OUT / "clip"
    folder.mkdir(exist_ok=True)
    symbols = byte_symbols()
    pairs = list(byte_pairs(60))
    names = symbols + [symbol + "</w>" for symbol in symbols] + ["".join(pair) for pair in pairs]
    names += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({name: i for i, name in enumerate(names)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in pairs))
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 24, "pad_token": "!"}))
    reader = CLIPTokenizer.from_pretrained(folder, pad_token="!", model_max_length=24)
    return [
        {
            "text": text,
            "ids": reader(text, padding="max_length", truncation=True)["input_ids"],
            "all": len(reader(text)["input_ids"]),
        }
        for text in STRINGS
    ]


# ---- a whole folder ------------------------------------------------------------------------------------------------------


def pipeline():
    """A tiny StableDiffusionPipeline with random weights, saved, and two pictures by it."""
    torch.manual_seed(81)
    tokenizer = CLIPTokenizer.from_pretrained(OUT / "clip", pad_token="!", model_max_length=24)
    text = CLIPTextConfig(
        **{**TEXTS, "vocab_size": len(tokenizer), "hidden_size": 8, "num_hidden_layers": 2, "max_position_embeddings": 24},
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    unet = {**SMALL, "block_out_channels": [8, 8], "norm_num_groups": 4, "cross_attention_dim": 8, "layers_per_block": 1}
    vae = {**AUTOENCODERS["usual"], "block_out_channels": [8, 8], "layers_per_block": 1}
    blocks = {"down_block_types": ["DownEncoderBlock2D"] * 2, "up_block_types": ["UpDecoderBlock2D"] * 2}
    pipe = StableDiffusionPipeline(
        vae=AutoencoderKL(**{**vae, **blocks, "sample_size": 16}),
        text_encoder=CLIPTextModel(text),
        tokenizer=tokenizer,
        unet=UNet2DConditionModel(**{**unet, "attention_head_dim": 2}),
        scheduler=DDIMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    pipe.save_pretrained(OUT / "text" / "pipeline")
    for options in (
        {"prompt": ["a small red ring", "the star"], "negative_prompt": ["sand"] * 2, "guidance_scale": 5.0},
        {"prompt": ["a large blue square"], "guidance_scale": 1.0, "width": 24, "height": 16},
    ):
        generator = torch.Generator().manual_seed(7)
        images = pipe(**options, num_inference_steps=6, generator=generator, output_type="pt").images
        yield {**options, "steps": 6, "seed": 7, "images": numbers(images)}


def redrawn():
    """Pictures by the same folder that begin with a picture, paint a part of it anew, or are drawn with a LoRA."""
    folder = OUT / "text"
    rows, columns = np.mgrid[0:16, 0:16]
    Image.fromarray(np.stack([16 * rows, 16 * columns, 255 - 8 * (rows + columns)], -1).astype(np.uint8)).save(folder / "image.png")
    Image.fromarray((255 * (columns + rows > 14)).astype(np.uint8)).save(folder / "mask.png")
    whole = {"--image": "image.png"}
    part = {**whole, "--mask": "mask.png"}
    for cli, scheduler in (
        ({**whole, "--strength": 0.6, "--steps": 6, "--count": 2}, None),
        ({**whole, "--strength": 0.6, "--steps": 8}, "PNDM"),
        ({**whole, "--strength": 0.9, "--steps": 8}, "PNDM"),
        ({**whole, "--strength": 0.5, "--steps": 9}, "DPMSolverMultistep"),
        ({**part, "--steps": 5, "--count": 2}, None),
        ({**part, "--strength": 0.7, "--steps": 7}, None),
        ({**part, "--strength": 0.7, "--steps": 7}, "EulerAncestralDiscrete"),
        ({"--lora": "lora.safetensors:0.7", "--steps": 4}, None),
    ):
        drawing = StableDiffusionPipeline.from_pretrained(folder / "pipeline", safety_checker=None)
        cli = {"--prompt": '"a small red ring"', "--guidance": 4, "--seed": 9, **cli}
        if scheduler:
            extra = {"skip_prk_steps": True} if scheduler == "PNDM" else {}
            drawing.scheduler = getattr(diffusers, scheduler + "Scheduler").from_config(drawing.scheduler.config, **extra)
            cli |= {"--scheduler": scheduler, **({"--scheduler-option": "skip_prk_steps=true"} if extra else {})}
        if "--lora" in cli:
            add_lora(drawing, folder / "lora.safetensors", 0.7)
        files = {key[2:]: Image.open(folder / cli[key]) for key in ("--image", "--mask") if key in cli}
        kind = "StableDiffusion" + {0: "", 1: "Img2Img", 2: "Inpaint"}[len(files)] + "Pipeline"
        if "mask" in files:
            files |= {"mask_image": files.pop("mask"), "width": 16, "height": 16}
        if "--strength" in cli:
            files["strength"] = cli["--strength"]
        pipe = getattr(diffusers, kind)(**drawing.components, requires_safety_checker=False)
        pipe.set_progress_bar_config(disable=True)
        images = pipe(
            prompt="a small red ring",
            guidance_scale=4.0,
            num_inference_steps=cli["--steps"],
            num_images_per_prompt=cli.get("--count", 1),
            generator=torch.Generator().manual_seed(9),
            output_type="pt",
            **files,
        ).images
        yield {"cli": " ".join(f"{key} {value}" for key, value in cli.items()), "images": numbers(images)}


def add_lora(pipe, file, scale):
    """A LoRA of random numbers, in kohya's names, of linear maps and convolutions of the U-Net and of the text encoder."""
    torch.manual_seed(83)
    rank, alpha, kept = 2, 3.0, {}
    for prefix, model, ends in (
        ("lora_unet_", pipe.unet, ("to_q", "to_v", "to_out.0", "conv1", "proj_in")),
        ("lora_te_", pipe.text_encoder, ("q_proj", "out_proj")),
    ):
        for name, module in model.named_modules():
            if name.endswith(ends):
                weight = module.weight.data
                name = name if prefix == "lora_unet_" or name.startswith("text_model") else "text_model." + name
                down = 0.3 * torch.randn(rank, *weight.shape[1:])
                up = 0.3 * torch.randn(weight.shape[0], rank, *[1] * (weight.dim() - 2))
                weight += scale * alpha / rank * (up.flatten(1) @ down.flatten(1)).view_as(weight)
                key = prefix + name.replace(".", "_")
                kept |= {key + ".lora_down.weight": down, key + ".lora_up.weight": up, key + ".alpha": torch.tensor(alpha)}
    save_file(kept, file)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write(
        "text_networks.json",
        {"unets": list(unets()), "autoencoders": list(autoencoders()), "encoders": list(encoders())},
    )
    write("clip.json", {"cases": tokenizer()})
    write("text/pictures.json", {"cases": list(pipeline())})
    write("text/redrawn.json", {"cases": list(redrawn())})
