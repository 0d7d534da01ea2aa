"""Measures one peer when it is told to: a line of JSON on standard input is a task, a line on standard output its result.

    python serve.py --way eager --threads 2

    {"do": "prepare", "row": "step-bf16-16", "seconds": 90}    -> {"largest": 0.04, "scale": 1.1, "psnr": 53.1}, or {"unable": "why"}
    {"do": "measure", "row": "step-bf16-16", "seconds": 2}    -> {"median": 61.3, "shortest": 60.8}, in milliseconds

Preparing compiles and warms up, and is given up after the seconds. For a step it also compares evaluations at five levels of noise with eager PyTorch's in float32: the
largest difference, the largest output, and the peak signal-to-noise ratio in dB, whose peak is the range of the outputs. A step is an evaluation and DDIM's update; an
iteration of training is forward, backward, clipping, AdamW (fused) and EMA, with autocast where the row says bf16.
"""

import argparse
import json
import os
import signal
import statistics
import sys
import time
import traceback

arguments = argparse.ArgumentParser()
arguments.add_argument("--way", required=True)
arguments.add_argument("--threads", type=int, required=True)
asked = arguments.parse_args()
if asked.way == "frozen":
    os.environ["TORCHINDUCTOR_FREEZING"] = "1"
os.environ["TORCHINDUCTOR_COMPILE_THREADS"] = "1"  # no worker goes on when compiling is given up
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no answer

import numpy
import torch

from evaluations import Plain, Unable, evaluation, noise
from steps import steps
from training import iterations

LEVELS = (100, 300, 500, 700, 900)
COMPARED = 4  # pictures, at most

torch.set_num_threads(asked.threads)
torch._dynamo.config.recompile_limit = 64  # each row compiles the same code for itself


def prepare(row):
    kind, precision, batch = row.split("-")
    if kind == "training":
        work, error = iterations(asked.way, precision, int(batch)), {}
    else:
        evaluate, sample, timesteps = evaluation(asked.way, precision, int(batch), asked.threads)
        work, error = steps(evaluate, sample, timesteps), deviation(evaluate, sample, timesteps)
    for _ in range(3):
        next(work)
    return work, error


def deviation(evaluate, sample, timesteps):
    found, expected, plain = [], [], Plain()
    for t in LEVELS:
        output = evaluate(sample, timesteps[t])[:COMPARED]
        found.append(output.double().numpy() if isinstance(output, torch.Tensor) else output.astype(float))
        with torch.inference_mode():
            expected.append(plain(noise(len(sample))[:COMPARED], torch.tensor(t)).double().numpy())
    difference = numpy.stack(found) - expected
    return {
        "largest": float(numpy.abs(difference).max()),
        "scale": float(numpy.abs(expected).max()),
        "psnr": float(20 * numpy.log10(numpy.ptp(expected)) - 10 * numpy.log10(numpy.square(difference).mean() + 1e-30)),
    }


def measure(work, seconds):
    next(work)
    times, end = [], time.perf_counter() + seconds
    while len(times) < 2 or time.perf_counter() < end:
        start = time.perf_counter()
        next(work)
        times.append(1000 * (time.perf_counter() - start))
    return {"median": statistics.median(times), "shortest": min(times)}


class Patience:
    """Interrupts its block after some seconds, again and again, for compilers catch what is raised in them."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.over = False

    def __enter__(self):
        signal.signal(signal.SIGALRM, self.interrupt)
        signal.setitimer(signal.ITIMER_REAL, self.seconds, 2)
        return self

    def interrupt(self, *signal_and_frame):
        self.over = True
        raise TimeoutError

    def __exit__(self, *failure):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)


def attempt(row, seconds):
    """Prepares a row; what fails, or takes too long, is told and not measured."""
    patience = Patience(seconds)
    try:
        with patience:
            prepared[row], answer = prepare(row)
        return answer
    except Unable as reason:
        return {"unable": str(reason)}
    except Exception as failure:
        traceback.print_exc()
        return {"unable": "not compiled in time" if patience.over else f"{type(failure).__name__}: {failure}".splitlines()[0]}


prepared = {}
for line in sys.stdin:
    task = json.loads(line)
    if task["do"] == "measure":
        answer = measure(prepared[task["row"]], task["seconds"])
    else:
        answer = attempt(task["row"], task["seconds"])
    print(json.dumps(answer), file=answers, flush=True)
