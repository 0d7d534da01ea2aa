"""Runs the NumPy program of the lesson's part 8 as it stands there, and checks it.

    python3 -m venv v && v/bin/pip install numpy && v/bin/python benchmarks/peers/from_scratch.py [iterations]

Its gradients are compared with slopes measured by moving single weights, and its samples with points of the drawing.
"""
import pathlib
import runpy
import subprocess
import sys

import numpy as np

PROGRAM = pathlib.Path(__file__).parents[2] / "lesson/src/main/resources/lesson/programs/from_scratch.py"
iterations = sys.argv[1] if len(sys.argv) > 1 else "1500"

of = runpy.run_path(str(PROGRAM))
theta, n = of["theta"], 64
(x0, label), epsilon, t = of["draw"](n), of["noise"](n), of["random"].integers(1, of["T"] + 1, n)
shown, v = of["inputs"](of["noisy"](x0, epsilon, t), t, label), of["v_of"](x0, epsilon, t)
loss = lambda: ((of["predict"](shown)[0] - v) ** 2).sum(1).mean()
predicted, a = of["predict"](shown)
worst = 0
for weights, gradient in zip(theta, of["gradients"](2 * (predicted - v) / n, a)):
    for _ in range(50):
        place = tuple(of["random"].integers(size) for size in weights.shape)
        kept, sides = weights[place], []
        for by in (1e-5, -1e-5):
            weights[place] = kept + by
            sides.append(loss())
        weights[place] = kept
        worst = max(worst, abs((sides[0] - sides[1]) / 2e-5 - gradient[place]))
print(f"gradients are off by {worst:.1e} at most")
assert worst < 1e-7

told = subprocess.run([sys.executable, PROGRAM, iterations], check=True, capture_output=True, text=True).stdout
print(told)
distances = dict(line.split(": distance ") for line in told.splitlines() if ": distance " in line)
for sampler in ("DDPM", "DDIM"):
    assert float(distances[sampler]) < float(distances["noise"]) / 4, distances
