"""Runs diffusers' schedulers over options drawn at random, and writes what they give, for the library's tests to compare with.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python scheduler_runs.py                                          # the file that is checked in
    venv/bin/python scheduler_runs.py --each 200 --seed 1 --out /tmp/runs.json   # more of the same, for a wider search

More runs are tried by ./mvnw test -pl diffusion -Dtest=SchedulerConformanceTest -Dconformance.runs=/tmp/runs.json. Runs in
which the reference raises an error or gives what is no number are listed apart.
"""

import argparse
import gzip
import json
import math
import random
import sys
import warnings
from pathlib import Path

import diffusers
import torch

OWN = Path(__file__).resolve().parents[2] / "diffusion/src/test/resources/reference/scheduler_runs.json.gz"
LOOP = (
    "set_timesteps(N); x = ramp * init_noise_sigma; for t in timesteps: s = scale_model_input(x, t) if the class has it; "
    "e = 0.5 * sin(3 * s + 0.001 * t) elementwise, t as a float; x = step(e, t, x, generator=torch.manual_seed(0) where "
    "accepted, plus step_kwargs).prev_sample; ramp[b, c, h, w] = (((c * 8 + h) * 8 + w) * 4 + b) / 768"
)

BETAS = [
    {},
    {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"},
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_schedule": "squaredcos_cap_v2"},
    {"num_train_timesteps": 1100, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"},
    {"num_train_timesteps": 100, "trained_betas": [0.001 + 0.0005 * i for i in range(100)]},
]
SPACING = {"timestep_spacing": ["linspace", "leading", "trailing"], "steps_offset": [0, 0, 1]}
THREE = {"prediction_type": ["epsilon", "sample", "v_prediction"]}
TWO = {"prediction_type": ["epsilon", "v_prediction"]}
CLIP = [{}, {"clip_sample": False}, {"clip_sample": False}, {"clip_sample": True, "clip_sample_range": 0.7}]
THRESHOLD = [{}, {}, {}, {"thresholding": True, "sample_max_value": 1.5}, {"thresholding": True}]
RESPACED = [{}, {}, {"use_karras_sigmas": True}, {"use_exponential_sigmas": True}, {"use_beta_sigmas": True}]
FLOW = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
FLOWS = [{}, {}, {}, {}, {**FLOW, "flow_shift": 1.0}, {**FLOW, "flow_shift": 3.0}]
ZERO = {"rescale_betas_zero_snr": [False, False, False, True]}
FINAL = {"final_sigmas_type": ["zero", "sigma_min"]}

# For each class: choices that are made independently, either values of one option or several options at once.
CLASSES = {
    "DDPMScheduler": [BETAS + [{"beta_schedule": "sigmoid"}, {"beta_schedule": "laplace"}], SPACING, THREE, CLIP, THRESHOLD, ZERO,
                      {"variance_type": ["fixed_small", "fixed_large", "fixed_small_log"]}],
    "DDIMScheduler": [BETAS, SPACING, THREE, CLIP, THRESHOLD, ZERO, {"set_alpha_to_one": [True, False]}],
    "DDIMInverseScheduler": [BETAS, {"timestep_spacing": ["leading", "trailing"]}, THREE, CLIP, ZERO, {"set_alpha_to_one": [True, False]}],
    "PNDMScheduler": [BETAS, SPACING, TWO, {"skip_prk_steps": [True, False], "set_alpha_to_one": [True, False]}],
    "LMSDiscreteScheduler": [BETAS, SPACING, THREE, RESPACED],
    "EulerDiscreteScheduler": [BETAS, SPACING, THREE, RESPACED, ZERO, FINAL, {"interpolation_type": ["linear", "linear", "log_linear"]},
                               [{}, {}, {"sigma_min": 0.01, "sigma_max": 50.0}, {"timestep_type": "continuous"}]],
    "EulerAncestralDiscreteScheduler": [BETAS, SPACING, TWO, ZERO],
    "HeunDiscreteScheduler": [BETAS + [{"beta_schedule": "exp"}], SPACING, THREE, RESPACED, CLIP],
    "KDPM2DiscreteScheduler": [BETAS, SPACING, TWO, RESPACED],
    "KDPM2AncestralDiscreteScheduler": [BETAS, SPACING, TWO, RESPACED],
    "DPMSolverMultistepScheduler": [BETAS, SPACING, THREE, RESPACED + [{"use_lu_lambdas": True}], FLOWS, THRESHOLD, ZERO, FINAL,
                                    {"algorithm_type": ["dpmsolver++", "dpmsolver", "sde-dpmsolver", "sde-dpmsolver++"],
                                     "solver_order": [1, 2, 3], "solver_type": ["midpoint", "heun"],
                                     "lower_order_final": [True, False], "euler_at_final": [False, False, True],
                                     "lambda_min_clipped": [None, None, -5.1]}],
    "DPMSolverSinglestepScheduler": [BETAS, THREE, RESPACED, FLOWS, THRESHOLD, FINAL,
                                     {"algorithm_type": ["dpmsolver++", "dpmsolver", "sde-dpmsolver++"],
                                      "solver_order": [1, 2, 3], "solver_type": ["midpoint", "heun"],
                                      "lower_order_final": [True, False], "lambda_min_clipped": [None, None, -5.1]}],
    "DEISMultistepScheduler": [BETAS, SPACING, THREE, RESPACED, FLOWS, THRESHOLD,
                               {"solver_order": [1, 2, 3], "lower_order_final": [True, False]}],
    "UniPCMultistepScheduler": [BETAS, SPACING, THREE, RESPACED, FLOWS, THRESHOLD, ZERO, FINAL,
                                {"solver_order": [1, 2, 3], "solver_type": ["bh1", "bh2"], "predict_x0": [True, True, False],
                                 "lower_order_final": [True, True, False], "disable_corrector": [[], [], [0], [0, 1, 2]]},
                                [{}, {}, {}, {"sigma_min": 0.01, "sigma_max": 50.0}]],
    "SASolverScheduler": [BETAS, SPACING, THREE, RESPACED, FLOWS, THRESHOLD,
                          {"predictor_order": [1, 2, 3], "corrector_order": [1, 2, 3, 4], "lower_order_final": [True, True, False],
                           "algorithm_type": ["data_prediction", "data_prediction", "noise_prediction"]}],
    "LCMScheduler": [BETAS[:5], THREE, CLIP, THRESHOLD, {"original_inference_steps": [50, 50, 100], "timestep_scaling": [10.0, 10.0, 1.0]}],
    "TCDScheduler": [BETAS[:5], THREE, {"original_inference_steps": [50, 100]}],
    "EDMEulerScheduler": [TWO, FINAL, {"sigma_schedule": ["karras", "exponential"], "sigma_data": [0.5, 1.0], "sigma_max": [80.0, 20.0], "rho": [7.0, 3.0]}],
    "EDMDPMSolverMultistepScheduler": [TWO, FINAL, THRESHOLD,
                                       {"sigma_schedule": ["karras", "exponential"], "sigma_data": [0.5, 1.0], "solver_order": [1, 2, 3],
                                        "algorithm_type": ["dpmsolver++", "sde-dpmsolver++"], "solver_type": ["midpoint", "heun"],
                                        "lower_order_final": [True, False], "euler_at_final": [False, True]}],
    "FlowMatchEulerDiscreteScheduler": [RESPACED, {"shift": [1.0, 3.0], "stochastic_sampling": [False, True],
                                                   "invert_sigmas": [False, False, False, True], "shift_terminal": [None, None, 0.1]}],
    "FlowMatchHeunDiscreteScheduler": [{"shift": [1.0, 3.0, 0.5]}],
    "IPNDMScheduler": [{}],
    "CMStochasticIterativeScheduler": [{"num_train_timesteps": [40, 201], "clip_denoised": [True, False], "s_noise": [1.0, 0.8], "sigma_max": [80.0, 40.0]}],
}
STEPS = {"LCMScheduler": [1, 2, 4, 8], "TCDScheduler": [2, 4, 8], "CMStochasticIterativeScheduler": [1, 2, 3, 4]}
STEP_ARGUMENTS = {
    "DDIMScheduler": [{}, {}, {"eta": 0.5}, {"eta": 1.0}, {"use_clipped_model_output": True}],
    "TCDScheduler": [{}, {"eta": 0.0}, {"eta": 0.3}, {"eta": 1.0}],
    "LMSDiscreteScheduler": [{}, {}, {"order": 2}],
}


def drawn(choices, chance):
    options = {}
    for choice in choices:
        if isinstance(choice, list):
            options |= chance.choice(choice)
        else:
            options |= {name: value for name, values in choice.items() if (value := chance.choice(values)) is not None}
    if options.get("use_flow_sigmas"):
        options["prediction_type"] = "flow_prediction"
    return options


def ramp():
    return torch.arange(768).reshape(3, 8, 8, 4).permute(3, 0, 1, 2) / 768


def noise(shape, generator=None, dtype=None, **ignored):
    """The reference's noise, whose numbers are those of float32 in float64, too."""
    return torch.randn(shape, generator=generator).to(dtype)


def run(name, options, steps, arguments, dtype=torch.float32):
    scheduler = getattr(diffusers, name)(**options)
    scheduler.set_timesteps(steps)
    module = sys.modules[type(scheduler).__module__]
    if hasattr(module, "randn_tensor"):
        module.randn_tensor = noise
    start = getattr(scheduler, "init_noise_sigma", 1.0)
    if dtype == torch.float64:
        for key, value in vars(scheduler).items():
            if isinstance(value, torch.Tensor) and value.dtype == torch.float32 and key != "timesteps":
                setattr(scheduler, key, value.double())
    x = ramp().to(dtype) * start
    generator = torch.manual_seed(0)
    accepted = scheduler.step.__code__.co_varnames[: scheduler.step.__code__.co_argcount]
    arguments = {**arguments, **({"generator": generator} if "generator" in accepted else {})}
    for t in scheduler.timesteps:
        s = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        x = scheduler.step(0.5 * torch.sin(3 * s + 0.001 * float(t)), t, x, **arguments).prev_sample
    flat = x.double().flatten()
    return {
        "all": flat,
        "init_noise_sigma": float(start),
        "timesteps": [float(t) for t in scheduler.timesteps],
        "sum": flat.abs().sum().item(),
        "mean": flat.abs().mean().item(),
        "first8": flat[:8].tolist(),
        "last4": flat[-4:].tolist(),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=14)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OWN)
    asked = parser.parse_args()
    warnings.filterwarnings("ignore")
    diffusers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    runs, raised, no_numbers, left_out = [], [], [], 0
    for name, choices in CLASSES.items():
        chance = random.Random(f"{name} {asked.seed}")
        seen = set()
        for _ in range(asked.each):
            options = drawn(choices, chance)
            entry = {
                "scheduler_class": name,
                "config_passed": options,
                "num_inference_steps": chance.choice(STEPS.get(name, [5, 7, 10, 10, 20])),
                "step_kwargs": chance.choice(STEP_ARGUMENTS.get(name, [{}])),
            }
            if (key := json.dumps(entry, sort_keys=True)) in seen:
                continue
            seen.add(key)
            try:
                result = run(name, options, entry["num_inference_steps"], entry["step_kwargs"])
            except Exception as error:
                raised.append({**entry, "error": f"{type(error).__name__}: {str(error)[:100]}"})
                continue
            numbers = result.pop("all")
            if not math.isfinite(result["sum"]):
                no_numbers.append(entry)
                continue
            exact = run(name, options, entry["num_inference_steps"], entry["step_kwargs"], torch.float64)["all"]
            rounding = (exact - numbers).abs() / exact.abs().clamp(min=1)
            if rounding.max() < 1e-4 and abs(exact.abs().sum() - numbers.abs().sum()) < 5e-5 * exact.abs().sum():
                runs.append({**entry, **result})
            else:
                left_out += 1
    text = json.dumps(
        {
            "meta": {"made_with": {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__}},
            "loop": LOOP,
            "runs": runs,
            "reference_raises": raised,
            "reference_returns_nan": no_numbers,
        }
    )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    asked.out.write_bytes(gzip.compress(data, mtime=0) if asked.out.suffix == ".gz" else data)
    print(len(runs), "runs,", len(raised), "errors,", len(no_numbers), "without numbers,", left_out, "left out:", asked.out)


if __name__ == "__main__":
    main()
