"""Writes the options of diffusers' schedulers and their defaults, which the library reads configurations by.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python scheduler_options.py

The file is diffusion/src/main/resources/darkroom/diffusers/schedulers.json; an infinite default is written as a text.
"""

import inspect
import json
import math
from pathlib import Path

import diffusers
from diffusers.schedulers.scheduling_utils import SchedulerMixin

OUT = Path(__file__).resolve().parents[2] / "diffusion/src/main/resources/darkroom/diffusers/schedulers.json"


def default(value):
    if isinstance(value, float) and math.isinf(value):
        return "-Infinity" if value < 0 else "Infinity"
    return list(value) if isinstance(value, tuple) else value


def options(scheduler):
    parameters = list(inspect.signature(scheduler.__init__).parameters.values())[1:]
    return {p.name: default(p.default) for p in parameters if p.default is not inspect.Parameter.empty}


found = {}
for name in sorted(set(dir(diffusers))):
    scheduler = getattr(diffusers, name, None) if name.endswith("Scheduler") else None
    if not inspect.isclass(scheduler) or not issubclass(scheduler, SchedulerMixin) or scheduler is SchedulerMixin:
        continue
    found[name] = options(scheduler)

OUT.parent.mkdir(parents=True, exist_ok=True)
lines = [f"{json.dumps(name)}: {json.dumps(values)}" for name, values in found.items()]
OUT.write_text('{"_made_with": "diffusers %s",\n%s\n}\n' % (diffusers.__version__, ",\n".join(lines)))
