"""Lets diffusers rename the weights of small checkpoints that have the original names, for the library's tests to compare with.

    venv/bin/python make_import_reference.py

Weights are filled by a rule that the tests know, so only names, shapes and a checksum of each weight are kept.
"""

import zlib

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import (
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_open_clip_checkpoint,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from make_reference import write

VOCABULARY = 49408
CLIP, OPEN_CLIP = "cond_stage_model.transformer.", "cond_stage_model.model."
UNETS = {
    "one": dict(
        block_out_channels=[32, 64],
        layers_per_block=2,
        attention_head_dim=8,
        cross_attention_dim=64,
        down_block_types=["CrossAttnDownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "CrossAttnUpBlock2D"],
        in_channels=9,
    ),
    "two": dict(
        block_out_channels=[64, 64],
        layers_per_block=1,
        attention_head_dim=[1, 1],
        cross_attention_dim=64,
        down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
        up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
        use_linear_projection=True,
    ),
    "xl": dict(
        block_out_channels=[32, 64, 128],
        layers_per_block=1,
        attention_head_dim=[1, 1, 2],
        cross_attention_dim=192,
        transformer_layers_per_block=[1, 2, 3],
        down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
        up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=256,
        projection_class_embeddings_input_dim=128 + 6 * 256,
    ),
}
VAE = dict(
    block_out_channels=[32, 64],
    layers_per_block=1,
    down_block_types=["DownEncoderBlock2D"] * 2,
    up_block_types=["UpDecoderBlock2D"] * 2,
    latent_channels=4,
)
RESIDUAL = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
OPEN = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def unet_name(name, config):
    """A weight's name in the original checkpoints; whether it is right is for diffusers to say."""
    each = config["layers_per_block"] + 1
    outside = {
        "time_embedding.linear_1": "time_embed.0",
        "time_embedding.linear_2": "time_embed.2",
        "add_embedding.linear_1": "label_emb.0.0",
        "add_embedding.linear_2": "label_emb.0.2",
        "conv_in": "input_blocks.0.0",
        "conv_norm_out": "out.0",
        "conv_out": "out.2",
    }
    for ours, theirs in outside.items():
        if name.startswith(ours + "."):
            return theirs + name[len(ours) :]
    parts = name.split(".")
    if parts[0] == "mid_block":
        place = 1 if parts[1] == "attentions" else 2 * int(parts[2])
        inside = parts[3:]
        start = f"middle_block.{place}"
    else:
        down, level, kind, layer = parts[0] == "down_blocks", int(parts[1]), parts[2], int(parts[3])
        inside = parts[4:]
        row = "input_blocks" if down else "output_blocks"
        if kind == "downsamplers":
            return f"{row}.{(level + 1) * each}.0.op.{inside[-1]}"
        if kind == "upsamplers":
            attends = config["up_block_types"][level].startswith("CrossAttn")
            return f"{row}.{(level + 1) * each - 1}.{2 if attends else 1}.conv.{inside[-1]}"
        start = f"{row}.{level * each + layer + (1 if down else 0)}.{1 if kind == 'attentions' else 0}"
    if inside[0] in RESIDUAL:
        inside = [RESIDUAL[inside[0]], *inside[1:]]
    return ".".join([start, *inside])


def vae_name(name, config):
    levels = len(config["block_out_channels"])
    parts = name.split(".")
    if len(parts) < 4 and parts[0] in ("quant_conv", "post_quant_conv"):
        return name
    if parts[1] in ("conv_in", "conv_out"):
        return name
    if parts[1] == "conv_norm_out":
        return ".".join([parts[0], "norm_out", *parts[2:]])
    if parts[1] == "mid_block":
        if parts[2] == "attentions":
            attention = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out": "proj_out"}
            return f"{parts[0]}.mid.attn_1.{attention[parts[4]]}.{parts[-1]}"
        return ".".join([parts[0], "mid", f"block_{int(parts[3]) + 1}", *parts[4:]])
    down = parts[1] == "down_blocks"
    level = int(parts[2]) if down else levels - 1 - int(parts[2])
    start = [parts[0], "down" if down else "up", str(level)]
    if parts[3] == "resnets":
        inside = [part.replace("conv_shortcut", "nin_shortcut") for part in parts[5:]]
        return ".".join([*start, "block", parts[4], *inside])
    return ".".join([*start, parts[3].removesuffix("rs"), "conv", parts[-1]])


def open_clip(state):
    """The weights of an encoder by OpenCLIP's names: queries, keys and values in one matrix."""
    original = {}
    for name, value in state.items():
        name = name.removeprefix("text_model.")
        if name == "embeddings.token_embedding.weight":
            original["token_embedding.weight"] = tuple(value.shape)
        elif name == "embeddings.position_embedding.weight":
            original["positional_embedding"] = tuple(value.shape)
        elif name.startswith("final_layer_norm."):
            original[name.replace("final_layer_norm", "ln_final")] = tuple(value.shape)
        elif name == "text_projection.weight":
            original["text_projection"] = tuple(reversed(value.shape))
        elif ".self_attn." in name and "out_proj" not in name:
            if ".q_proj." in name:
                start, _, kind = name.replace("encoder.layers", "transformer.resblocks").partition(".self_attn.q_proj.")
                original[f"{start}.attn.in_proj_{kind}"] = (3 * value.shape[0], *value.shape[1:])
        elif name.startswith("encoder.layers."):
            name = name.replace("encoder.layers", "transformer.resblocks")
            for ours, theirs in OPEN.items():
                name = name.replace(ours, theirs)
            original[name] = tuple(value.shape)
    return original


def filled(name, shape):
    count = int(np.prod(shape))
    values = (zlib.crc32(name.encode()) % 1009 + np.arange(count, dtype=np.int64)) % 1013
    return torch.from_numpy((values / 1013).astype(np.float32).reshape(shape))


def digest(value):
    numbers = value.detach().double().numpy().ravel()
    return [list(value.shape), float((numbers * (1 + np.arange(numbers.size) % 7)).sum())]


def text(layers, projects):
    config = CLIPTextConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=layers,
        num_attention_heads=1,
        max_position_embeddings=77,
        projection_dim=128 if projects else 64,
    )
    return (CLIPTextModelWithProjection if projects else CLIPTextModel)(config)


def clip_names(model, prefix):
    names = {name if name.startswith("text_model.") else "text_model." + name: value for name, value in model.state_dict().items()}
    return {prefix + name: tuple(value.shape) for name, value in names.items() if not name.endswith("position_ids")}


def published(weights):
    return {name if name.startswith(("text_model.", "text_projection")) else "text_model." + name: value for name, value in weights.items()}


def generation(name):
    config = UNETS[name]
    unet, vae = UNet2DConditionModel(**config), AutoencoderKL(**VAE)
    shapes = {"model.diffusion_model." + unet_name(key, config): tuple(value.shape) for key, value in unet.state_dict().items()}
    for key, value in vae.state_dict().items():
        flat = ".attentions." in key and value.dim() == 2
        shapes["first_stage_model." + vae_name(key, VAE)] = (*value.shape, 1, 1) if flat else tuple(value.shape)
    texts = []
    if name == "one":
        encoder = text(2, False)
        shapes |= clip_names(encoder, CLIP)
        shapes[CLIP + "text_model.embeddings.position_ids"] = (1, 77)
        shapes["model_ema.decay"] = ()
    elif name == "two":
        shapes |= {OPEN_CLIP + key: shape for key, shape in open_clip(text(3, True).state_dict()).items()}
    else:
        shapes |= clip_names(text(2, False), "conditioner.embedders.0.transformer.")
        shapes |= {"conditioner.embedders.1.model." + key: shape for key, shape in open_clip(text(2, True).state_dict()).items()}
    checkpoint = {key: filled(key, shape) for key, shape in shapes.items()}
    parts = {
        "unet": convert_ldm_unet_checkpoint(dict(checkpoint), unet.config),
        "vae": convert_ldm_vae_checkpoint(dict(checkpoint), vae.config),
    }
    unet.load_state_dict(parts["unet"])
    vae.load_state_dict(parts["vae"])
    if name == "one":
        parts["text_encoder"] = convert_ldm_clip_checkpoint(dict(checkpoint))
    elif name == "two":
        weights = convert_open_clip_checkpoint(text(3, True), dict(checkpoint), OPEN_CLIP)
        # Diffusers leaves out layer 23, which is the last of the published encoder, and with it the projection.
        parts["text_encoder"] = {key: value for key, value in weights.items() if ".layers.2." not in key and "projection" not in key}
    else:
        parts["text_encoder"] = convert_ldm_clip_checkpoint(dict(checkpoint))
        parts["text_encoder_2"] = convert_open_clip_checkpoint(text(2, True), dict(checkpoint), "conditioner.embedders.1.model.")
    converted = {}
    for part, weights in parts.items():
        weights = published(weights) if part.startswith("text") else weights
        converted[part] = {key: digest(value) for key, value in sorted(weights.items()) if not key.endswith("position_ids")}
    return {"original": {key: list(shape) for key, shape in sorted(shapes.items())}, "converted": converted}


if __name__ == "__main__":
    write("import.json", {name: generation(name) for name in UNETS})
