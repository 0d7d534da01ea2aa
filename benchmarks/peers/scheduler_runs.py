"""Runs diffusers' schedulers over options drawn at random, and over a few that once showed faults, and writes what they give.

The library's tests compare with it.

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
import numpy as np
import torch

OWN = Path(__file__).resolve().parents[2] / "diffusion/src/test/resources/reference/scheduler_runs.json.gz"
LOOP = (
    "set_timesteps(N, plus set_timesteps_args); x = ramp * init_noise_sigma; for t in timesteps: s = scale_model_input(x, t) if the class has it; "
    "e = 0.5 * sin(3 * s + 0.001 * t) elementwise, t as a float; x = step(e, t, x, generator=torch.manual_seed(0) where "
    "accepted, plus step_kwargs).prev_sample; ramp[b, c, h, w] = (((c * 8 + h) * 8 + w) * 4 + b) / 768"
)

BETAS = [
    {},
    {"beta_schedule": "linear"},
    {"beta_schedule": "scaled_linear"},
    {"beta_schedule": "squaredcos_cap_v2"},
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_start": 0.0015, "beta_end": 0.0195, "beta_schedule": "linear"},
    {"num_train_timesteps": 500},
    {"num_train_timesteps": 2000, "beta_end": 0.01},
    {"num_train_timesteps": 100, "beta_end": 0.2},
    {"num_train_timesteps": 250, "beta_schedule": "squaredcos_cap_v2"},
    {"num_train_timesteps": 100, "trained_betas": [0.001 + 0.0005 * i for i in range(100)]},
]
DDPM_BETAS = BETAS + [{"beta_schedule": "sigmoid"}, {"beta_schedule": "laplace"}]
SPACING = {"timestep_spacing": ["linspace", "leading", "trailing"], "steps_offset": [0, 0, 1]}
THREE = {"prediction_type": ["epsilon", "sample", "v_prediction"]}
TWO = {"prediction_type": ["epsilon", "v_prediction"]}
CLIP = [{}, {"clip_sample": False}, {"clip_sample": True}, {"clip_sample": True, "clip_sample_range": 0.5},
        {"clip_sample": True, "clip_sample_range": 2}]
THRESHOLD = [{}, {}, {}, {"thresholding": True}, {"thresholding": True, "dynamic_thresholding_ratio": 0.9, "sample_max_value": 2.0},
             {"thresholding": True, "sample_max_value": 0.8}, {"thresholding": True, "dynamic_thresholding_ratio": 0.5, "sample_max_value": 5},
             {"thresholding": True, "dynamic_thresholding_ratio": 0.0},
             {"thresholding": True, "dynamic_thresholding_ratio": 1.0, "sample_max_value": 3.0}]
RESPACED = [{}, {}, {}, {"use_karras_sigmas": True}, {"use_exponential_sigmas": True}, {"use_beta_sigmas": True}]
FLOW = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
FLOWS = [{}, {}, {}, {}, {"flow_shift": 2.0}, FLOW, {**FLOW, "flow_shift": 3.0}, {**FLOW, "flow_shift": 0.5}]
DYNAMIC = [{**FLOW, "use_dynamic_shifting": True, "plan.mu": 0.8}, {**FLOW, "use_dynamic_shifting": True, "plan.mu": -0.5}]
ZERO = {"rescale_betas_zero_snr": [False, False, True]}
FINAL = {"final_sigmas_type": ["zero", "sigma_min"]}
ALPHA_ONE = {"set_alpha_to_one": [True, False]}
CLIPPED = {"lambda_min_clipped": [None, None, None, -5.1, -2.0], "variance_type": [None, None, None, "learned", "learned_range"]}
INHERITED = ["midpoint", "heun", "logrho", "bh2"]
TIMESTEPS = [{}, {}, {}, {}, {"plan.timesteps": [90, 70, 50, 30, 10, 0]}, {"plan.timesteps": [99, 87, 50, 1, 0]}, {"plan.timesteps": [99]},
             {"plan.timesteps": [95, 60, 59, 58, 20, 3]}]
SIGMAS = [{"plan.sigmas": [14.6, 6.4, 3.1, 1.5, 0.7, 0.2, 0.0]}, {"plan.sigmas": [80.0, 10.0, 1.0, 0.1]}, {"plan.sigmas": [5.0, 2.0, 0.5, 0.029]}]
FLOW_SIGMAS = [{}, {}, {}, {}, {"plan.sigmas": [1.0, 0.8, 0.5, 0.3, 0.1]}, {"plan.sigmas": [0.9, 0.85, 0.4, 0.05]},
               {"plan.timesteps": [500.0, 375.0, 250.5, 125.0, 10.0]}]
SHIFTS = [{}, {}, {"use_dynamic_shifting": True, "plan.mu": 0.8}, {"use_dynamic_shifting": True, "plan.mu": -0.4},
          {"use_dynamic_shifting": True, "plan.mu": 1.5, "time_shift_type": "linear"}]
CHURN = [{}, {}, {}, {"step.s_churn": 10.0}, {"step.s_churn": 4.0, "step.s_tmin": 0.5, "step.s_tmax": 10.0, "step.s_noise": 1.003}]
DISTILLED = [{}, {}, {}, {"plan.original_inference_steps": 100}, {"plan.strength": 0.6},
             {"plan.strength": 0.5, "plan.original_inference_steps": 100}, {"plan.timesteps": [499, 259]}]
FEW = [1, 2, 3, 4, 5, 6, 8, 10]
MANY = [*range(1, 21), 25, 25, 30, 33, 40, 50, 50]

# For each class: choices that are made independently, either values of one option or several options at once. What begins with
# "plan." is an argument of set_timesteps, what begins with "step." one of step.
DDPM = [DDPM_BETAS, SPACING, THREE, CLIP, THRESHOLD, ZERO, TIMESTEPS, {"variance_type": ["fixed_small", "fixed_large", "fixed_small_log"]}]
DDIM = [BETAS, SPACING, THREE, CLIP, THRESHOLD, ZERO, ALPHA_ONE,
        {"step.eta": [None, None, 0.3, 1.0], "step.use_clipped_model_output": [None, None, True]}]
CLASSES = {
    "DDPMScheduler": DDPM,
    "DDPMParallelScheduler": DDPM,
    "DDIMScheduler": DDIM,
    "DDIMParallelScheduler": DDIM,
    "DDIMInverseScheduler": [BETAS, {"timestep_spacing": ["leading", "trailing"], "steps_offset": [0, 0, 1]}, THREE, CLIP, ZERO, ALPHA_ONE],
    "PNDMScheduler": [BETAS, SPACING, TWO, ALPHA_ONE, {"skip_prk_steps": [True, False]}],
    "LMSDiscreteScheduler": [BETAS, SPACING, THREE, RESPACED, {"step.order": [None, None, 1, 2, 3]}],
    "EulerDiscreteScheduler": [BETAS, SPACING, THREE, RESPACED, ZERO, FINAL, {"interpolation_type": ["linear", "linear", "log_linear"]},
                               [{}, {}, {"sigma_min": 0.02, "sigma_max": 30.0}, {"sigma_min": 0.002, "sigma_max": 700.0},
                                {"timestep_type": "continuous"}],
                               TIMESTEPS + SIGMAS, CHURN],
    "EulerAncestralDiscreteScheduler": [BETAS, SPACING, TWO, ZERO],
    "HeunDiscreteScheduler": [BETAS + [{"beta_schedule": "exp"}], SPACING, THREE, RESPACED, CLIP, TIMESTEPS],
    "KDPM2DiscreteScheduler": [BETAS, SPACING, TWO, RESPACED],
    "KDPM2AncestralDiscreteScheduler": [BETAS, SPACING, TWO, RESPACED],
    "DPMSolverMultistepScheduler": [BETAS, SPACING, THREE, RESPACED + [{"use_lu_lambdas": True}], FLOWS + DYNAMIC, THRESHOLD, ZERO, FINAL,
                                    {"algorithm_type": ["dpmsolver++", "dpmsolver++", "dpmsolver", "sde-dpmsolver", "sde-dpmsolver++", "deis"],
                                     "solver_order": [1, 2, 2, 3], "solver_type": INHERITED,
                                     "lower_order_final": [True, True, False], "euler_at_final": [False, False, True]},
                                    CLIPPED, TIMESTEPS],
    "DPMSolverSinglestepScheduler": [BETAS, THREE, RESPACED, FLOWS + DYNAMIC, THRESHOLD, FINAL,
                                     {"algorithm_type": ["dpmsolver++", "dpmsolver++", "dpmsolver", "sde-dpmsolver++", "deis"],
                                      "solver_order": [1, 2, 2, 3], "solver_type": INHERITED, "lower_order_final": [True, False]},
                                     CLIPPED, TIMESTEPS],
    "DEISMultistepScheduler": [BETAS, SPACING, THREE, RESPACED, FLOWS + DYNAMIC, THRESHOLD,
                               {"solver_order": [1, 2, 2, 3], "solver_type": INHERITED, "algorithm_type": ["deis", "dpmsolver++"],
                                "lower_order_final": [True, False]}],
    "UniPCMultistepScheduler": [BETAS, SPACING, THREE, RESPACED,
                                FLOWS + DYNAMIC + [{**FLOW, "use_dynamic_shifting": True, "plan.mu": 1.5, "time_shift_type": "linear"},
                                                   {**FLOW, "plan.sigmas": [1.0, 0.8, 0.6, 0.3, 0.1]}, {**FLOW, "shift_terminal": 0.1}],
                                THRESHOLD, ZERO, FINAL,
                                {"solver_order": [1, 2, 2, 3, 4], "solver_type": ["bh1", "bh2", "bh2", "midpoint", "logrho"],
                                 "predict_x0": [True, True, False], "lower_order_final": [True, True, False],
                                 "disable_corrector": [None, None, [0], [0, 1, 2], [3, 4]]},
                                [{}, {}, {}, {"sigma_min": 0.01, "sigma_max": 50.0}]],
    "SASolverScheduler": [BETAS, SPACING, THREE, RESPACED, FLOWS, THRESHOLD, CLIPPED,
                          {"predictor_order": [1, 2, 2, 3, 4], "corrector_order": [1, 2, 2, 3, 4], "lower_order_final": [True, True, False],
                           "algorithm_type": ["data_prediction", "data_prediction", "noise_prediction"]}],
    "LCMScheduler": [BETAS[:9], SPACING, THREE, CLIP, THRESHOLD, ZERO, ALPHA_ONE, DISTILLED,
                     {"original_inference_steps": [50, 50, 100, 25], "timestep_scaling": [10.0, 10.0, 1.0, 5.0]}],
    "TCDScheduler": [BETAS[:9], SPACING, THREE, CLIP, THRESHOLD, ZERO, ALPHA_ONE, DISTILLED,
                     {"original_inference_steps": [50, 50, 100, 25], "timestep_scaling": [10.0, 1.0], "step.eta": [None, 0.0, 0.3, 0.7, 1.0]}],
    "EDMEulerScheduler": [TWO, FINAL, CHURN, [{}, {}, {}, {"plan.sigmas": [0.0, 0.2, 0.5, 0.8, 1.0]}],
                          {"sigma_schedule": ["karras", "exponential"], "sigma_data": [0.5, 1.0], "sigma_max": [80.0, 20.0, 500.0],
                           "sigma_min": [0.002, 0.02], "rho": [7.0, 3.0]}],
    "EDMDPMSolverMultistepScheduler": [TWO, FINAL, THRESHOLD,
                                       {"sigma_schedule": ["karras", "exponential"], "sigma_data": [0.5, 1.0], "sigma_max": [80.0, 20.0, 500.0],
                                        "sigma_min": [0.002, 0.3], "rho": [7.0, 3.0], "solver_order": [1, 2, 3],
                                        "algorithm_type": ["dpmsolver++", "sde-dpmsolver++", "deis"], "solver_type": INHERITED,
                                        "lower_order_final": [True, False], "euler_at_final": [False, True]}],
    "FlowMatchEulerDiscreteScheduler": [RESPACED, SHIFTS, FLOW_SIGMAS,
                                        {"num_train_timesteps": [1000, 1000, 500], "shift": [1.0, 3.0, 0.6, 12.0],
                                         "stochastic_sampling": [False, True], "invert_sigmas": [False, False, False, True],
                                         "shift_terminal": [None, None, 0.1, 0.02], "base_shift": [0.5, 0.9], "step.s_churn": [None, None, 5.0]}],
    "FlowMatchHeunDiscreteScheduler": [{"num_train_timesteps": [1000, 500], "shift": [1.0, 3.0, 0.5, 12.0]}],
    "IPNDMScheduler": [{"num_train_timesteps": [1000, 500]}],
    "CMStochasticIterativeScheduler": [{"num_train_timesteps": [40, 201, 18], "clip_denoised": [True, False], "s_noise": [1.0, 0.8],
                                        "sigma_max": [80.0, 40.0], "sigma_min": [0.002, 0.02], "sigma_data": [0.5, 1.0], "rho": [7.0, 5.0]},
                                       [{}, {}, {}, {"plan.timesteps": [17, 0]}, {"plan.timesteps": [17]}, {"plan.timesteps": [16, 11, 3]}]],
}
STEPS = {"LCMScheduler": FEW, "TCDScheduler": FEW, "CMStochasticIterativeScheduler": FEW}

# Runs in which wider searches found faults.
FOUND = [
    ("DPMSolverMultistepScheduler", 15, {**FLOW, "beta_schedule": "linear", "final_sigmas_type": "sigma_min"}),
    ("DPMSolverMultistepScheduler", 17, {"num_train_timesteps": 250, "beta_schedule": "squaredcos_cap_v2", "timestep_spacing": "trailing",
                                         "steps_offset": 1, "use_karras_sigmas": True, "lambda_min_clipped": -2.0}),
    ("SASolverScheduler", 15, {**FLOW, "timestep_spacing": "trailing", "lambda_min_clipped": -2.0}),
    ("EDMDPMSolverMultistepScheduler", 5, {"prediction_type": "v_prediction", "final_sigmas_type": "sigma_min", "thresholding": True,
                                           "sigma_data": 1.0, "sigma_max": 20.0, "sigma_min": 0.3, "rho": 3.0,
                                           "algorithm_type": "sde-dpmsolver++", "solver_type": "heun", "euler_at_final": True}),
    ("LCMScheduler", 1, {"num_train_timesteps": 500, "clip_sample": True, "clip_sample_range": 2, "rescale_betas_zero_snr": True}),
]


def found():
    for name, steps, options in FOUND:
        yield {"scheduler_class": name, "config_passed": options, "num_inference_steps": steps, "set_timesteps_args": {}, "step_kwargs": {}}


def drawn(name, choices, chance):
    """One run: the class, its options, the number of steps, and the arguments of set_timesteps and step."""
    options = {}
    for choice in choices:
        if isinstance(choice, list):
            options |= chance.choice(choice)
        else:
            options |= {option: value for option, values in choice.items() if (value := chance.choice(values)) is not None}
    if options.get("use_flow_sigmas"):
        options["prediction_type"] = "flow_prediction"

    def under(prefix):
        return {option[len(prefix) :]: value for option, value in options.items() if option.startswith(prefix)}

    return {
        "scheduler_class": name,
        "config_passed": {option: value for option, value in options.items() if "." not in option},
        "num_inference_steps": chance.choice(STEPS.get(name, MANY)),
        "set_timesteps_args": under("plan."),
        "step_kwargs": under("step."),
    }


def drawings(each, seed):
    for name, choices in CLASSES.items():
        chance = random.Random(f"{name} {seed}")
        for _ in range(each):
            yield drawn(name, choices, chance)


def prepare(scheduler, name, steps, plan):
    """Sets the timesteps, where sigmas that are given one by one are of the type that the class works with."""
    as_type = {"EDMEulerScheduler": torch.tensor, "UniPCMultistepScheduler": np.array}.get(name, list)
    given = {key: as_type(value) if key == "sigmas" else value for key, value in plan.items()}
    one_by_one = "timesteps" in plan or "sigmas" in plan
    scheduler.set_timesteps(**({} if one_by_one else {"num_inference_steps": steps}), **given)


def ramp():
    return torch.arange(768).reshape(3, 8, 8, 4).permute(3, 0, 1, 2) / 768


def noise(shape, generator=None, dtype=None, **ignored):
    """The reference's noise, whose numbers are those of float32 in float64, too."""
    return torch.randn(shape, generator=generator).to(dtype)


def run(entry, dtype=torch.float32):
    name = entry["scheduler_class"]
    scheduler = getattr(diffusers, name)(**entry["config_passed"])
    prepare(scheduler, name, entry["num_inference_steps"], entry["set_timesteps_args"])
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
    arguments = {**entry["step_kwargs"], **({"generator": generator} if "generator" in accepted else {})}
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
    parser.add_argument("--each", type=int, default=22)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OWN)
    asked = parser.parse_args()
    warnings.filterwarnings("ignore")
    diffusers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    runs, raised, no_numbers, left_out = [], [], [], 0
    seen = set()
    for entry in (*found(), *drawings(asked.each, asked.seed)):
        if (key := json.dumps(entry, sort_keys=True)) in seen:
            continue
        seen.add(key)
        try:
            result = run(entry)
        except Exception as error:
            raised.append({**entry, "error": f"{type(error).__name__}: {str(error)[:100]}"})
            continue
        numbers = result.pop("all")
        if not math.isfinite(result["sum"]):
            no_numbers.append(entry)
            continue
        exact = run(entry, torch.float64)["all"]
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
