"""DDIM's steps by a function that evaluates the network once, the update in as few operations as it takes."""

from diffusers import DDIMScheduler

from evaluations import TIMESTEPS


def steps(evaluate, start, timesteps):
    """Takes a step, of as many as the training had, whenever the next item is asked for; behind the last one begins again."""
    update = updates()
    while True:
        sample = start
        for t in reversed(range(TIMESTEPS)):
            kept, removed = update[t]
            sample = kept * sample + removed * evaluate(sample, timesteps[t])
            yield


def updates():
    """For each timestep what the next sample has of this one and of the predicted noise."""
    kept = DDIMScheduler(num_train_timesteps=TIMESTEPS, beta_schedule="linear").alphas_cumprod.tolist()
    found = []
    for t, now in enumerate(kept):
        then = kept[t - 1] if t > 0 else 1.0
        scale = (then / now) ** 0.5
        found.append((scale, (1 - then) ** 0.5 - scale * (1 - now) ** 0.5))
    return found
