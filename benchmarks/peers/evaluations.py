"""The measured U-Net by each of its peers: what evaluates it once, and how its inputs look there.

`evaluation(way, precision, batch, threads)` gives a function of a sample and a timestep, the sample at the start, and the timesteps as
the function takes them. The network is the one that unet.json configures, drawn from the same seed as ours.
"""

import io
import json
from pathlib import Path

import torch
from diffusers import UNet2DModel

RECIPE = json.loads(
    (Path(__file__).resolve().parents[1] / "src/main/resources/darkroom/benchmarks/unet.json").read_text()
)
TORCH_WAYS = ("eager", "channels_last", "compiled", "frozen")
WAYS = (*TORCH_WAYS, "openvino", "onnxruntime")
TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}
TIMESTEPS = 1000


class Unable(Exception):
    """A way that has no such evaluation."""


class Plain(torch.nn.Module):
    """The network in a type, from a float32 sample and its timesteps to a float32 output where the caller knows nothing else."""

    def __init__(self, precision="fp32", cast=False):
        super().__init__()
        self.network = network().to(TYPES[precision]).eval()
        self.cast = cast

    def forward(self, sample, timesteps):
        output = self.network(sample.to(self.network.dtype) if self.cast else sample, timesteps, return_dict=False)[0]
        return output.float() if self.cast else output


def network():
    torch.manual_seed(0)
    model = UNet2DModel(**{key: value for key, value in RECIPE["network"].items() if not key.startswith("_")})
    assert sum(p.numel() for p in model.parameters()) == 6_469_889
    return model


def layout(way, module_or_tensor):
    return module_or_tensor.to(memory_format=torch.channels_last) if way == "channels_last" else module_or_tensor


def faster(way, model):
    return torch.compile(model, dynamic=False) if way in ("compiled", "frozen") else model


def noise(batch):
    return torch.randn(batch, 1, 32, 32, generator=torch.Generator().manual_seed(0))


def evaluation(way, precision, batch, threads):
    if way == "openvino":
        return by_openvino(precision, batch, threads)
    if way == "onnxruntime":
        return by_onnxruntime(precision, batch, threads)
    return by_torch(way, precision, batch)


def by_torch(way, precision, batch):
    model = faster(way, layout(way, Plain(precision)))

    def evaluate(sample, timestep):
        with torch.inference_mode():
            return model(sample, timestep)

    return evaluate, layout(way, noise(batch).to(TYPES[precision])), list(torch.arange(TIMESTEPS))


def by_openvino(precision, batch, threads):
    import openvino

    sample, timesteps = noise(batch), torch.zeros(batch, dtype=torch.int64)
    graph = openvino.convert_model(
        Plain(),
        example_input=(sample, timesteps),
        input=[openvino.PartialShape(list(sample.shape)), openvino.PartialShape([batch])],
    )
    settings = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": {"fp32": "f32", "bf16": "bf16"}[precision],
        "INFERENCE_NUM_THREADS": threads,
    }
    request = openvino.Core().compile_model(graph, "CPU", settings).create_infer_request()

    def evaluate(sample, timesteps):
        return request.infer([sample, timesteps], share_inputs=True, share_outputs=True)[0]

    return evaluate, sample.numpy(), arrays_of_timesteps(batch)


def by_onnxruntime(precision, batch, threads):
    import onnxruntime

    sample, timesteps = noise(batch), torch.zeros(batch, dtype=torch.int64)
    names = {"input_names": ["sample", "timesteps"], "dynamo": True}
    file = io.BytesIO()
    torch.onnx.export(Plain(precision, cast=True), (sample, timesteps), **names).save(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    try:
        session = onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise Unable(str(error).splitlines()[0]) from error

    def evaluate(sample, timesteps):
        return session.run(None, {"sample": sample, "timesteps": timesteps})[0]

    return evaluate, sample.numpy(), arrays_of_timesteps(batch)


def arrays_of_timesteps(batch):
    return [torch.full((batch,), t).numpy() for t in range(TIMESTEPS)]
