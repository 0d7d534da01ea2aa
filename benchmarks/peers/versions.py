"""Prints the versions of Python and of the peers."""

import platform
from importlib.metadata import version

print(", ".join([f"Python {platform.python_version()}"] + [f"{name} {version(name)}" for name in ("torch", "diffusers", "openvino", "onnxruntime")]))
