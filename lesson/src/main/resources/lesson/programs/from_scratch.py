"""A diffusion model in NumPy: "python from_scratch.py" trains it, samples and prints what it drew."""
import sys
import numpy as np

# --- The data: points of this drawing. Draw something else and run it again. --- /forward?view=points
DRAWING = """
     ooo      ooo
    ooooo    ooooo
    ooooo    ooooo
     ooo      ooo

 **                  **
  **                **
   ****          ****
     **************
        ********
""".split("\n")
ANY = -1  # label 0 is an o, label 1 a *, and -1 asks for no label
places = np.array([(c, r, "o*".find(m)) for r, line in enumerate(DRAWING) for c, m in enumerate(line) if m in "o*"])
size = places[:, :2].max(0) + 2
random = np.random.default_rng(7)
noise = lambda n: random.standard_normal((n, 2))
def draw(n):  # n points, from -2 to 2, and their labels
    place = places[random.integers(len(places), size=n)]
    return 4 * (place[:, :2] + random.random((n, 2))) / size - 2, place[:, 2]

# --- The schedule: how much of the power each of T steps replaces by noise --- /schedules
T = 100
f = np.cos((np.arange(T + 1) / T + 0.008) / 1.008 * np.pi / 2) ** 2
beta = np.append(0, np.minimum(0.999, 1 - f[1:] / f[:-1]))
alpha = 1 - beta
alpha_bar = np.cumprod(alpha)
signal, noisiness = np.sqrt(alpha_bar)[:, None], np.sqrt(1 - alpha_bar)[:, None]  # the weights of the two

# --- Adding noise, in one jump to any step t --- /forward
noisy = lambda x0, epsilon, t: signal[t] * x0 + noisiness[t] * epsilon

# --- The target: v, from which both the clean point and the noise follow --- /reverse#targets
v_of = lambda x0, epsilon, t: signal[t] * epsilon - noisiness[t] * x0
x0_of = lambda xt, v, t: signal[t] * xt - noisiness[t] * v
epsilon_of = lambda xt, v, t: noisiness[t] * xt + signal[t] * v

# --- The network: three layers of weights --- /reverse#network
theta = [random.standard_normal(shape) / np.sqrt(shape[0]) for shape in [(29, 96), (96, 96), (96, 2)]]
def inputs(xt, t, label):  # waves of x_t and t, x_t itself, a 1, and the label
    of = np.column_stack([xt / 2, t / T]) * np.pi
    waves = [wave(k * of) for k in (1, 2, 3, 4) for wave in (np.sin, np.cos)]
    return np.column_stack([*waves, xt, np.ones(len(xt)), label == 0, label == 1])
def predict(a0):  # v_theta, and what each layer was shown, which the gradients need again
    a1 = np.tanh(a0 @ theta[0])
    a2 = np.tanh(a1 @ theta[1])
    return a2 @ theta[2], [a0, a1, a2]

# --- Its gradients, by the chain rule from the last layer to the first --- /journey?step=learning
def gradients(d, a):
    d1 = d @ theta[2].T * (1 - a[2] ** 2)
    d0 = d1 @ theta[1].T * (1 - a[1] ** 2)
    return [a[0].T @ d0, a[1].T @ d1, a[2].T @ d]

# --- Training: draw, add noise, predict, compare, step downhill --- /journey?step=learning
def train(iterations, batch=128):
    m, s = [0 * w for w in theta], [0 * w for w in theta]
    for n in range(1, iterations + 1):
        (x0, label), epsilon, t = draw(batch), noise(batch), random.integers(1, T + 1, batch)
        label = np.where(random.random(batch) < 0.1, ANY, label)
        v, (predicted, a) = v_of(x0, epsilon, t), predict(inputs(noisy(x0, epsilon, t), t, label))
        loss = ((v - predicted) ** 2).sum(1).mean()  # E |v - v_theta|^2
        rate = 0.005 * (1 - (n - 1) / iterations)
        for k, g in enumerate(gradients(2 * (predicted - v) / batch, a)):  # Adam
            m[k] += 0.1 * (g - m[k])
            s[k] += 0.001 * (g * g - s[k])
            theta[k] -= rate * m[k] / (1 - 0.9**n) / (np.sqrt(s[k] / (1 - 0.999**n)) + 1e-8)
        if n % 500 == 0: print(f"iteration {n} of {iterations}, loss {loss:.2f}")

# --- Sampling by DDPM in single steps, or by DDIM in longer ones, with guidance --- /reverse#microscope
def sample(n, stride=1, label=ANY, W=1):
    x = noise(n)
    for t in range(T, 0, -stride):
        at, s = np.full(n, t), t - stride
        none, asked = predict(inputs(x, at, np.full(n, ANY)))[0], predict(inputs(x, at, np.full(n, label)))[0]
        v = none + W * (asked - none)
        if stride == 1:
            sigma = np.sqrt(beta[t] * (1 - alpha_bar[s]) / (1 - alpha_bar[t]))
            x = (x - beta[t] / noisiness[t] * epsilon_of(x, v, t)) / np.sqrt(alpha[t]) + sigma * noise(n)
        else:
            x = noisy(x0_of(x, v, t), epsilon_of(x, v, t), s)
    return x

# --- How near two clouds are: their energy distance, 0 for equal distributions --- /playground#race
apart = lambda x, y: np.linalg.norm(x[:, None] - y, axis=2).sum() / len(x) / (len(y) - (x is y))
distance = lambda x, y: 2 * apart(x, y) - apart(x, x) - apart(y, y)

if __name__ == "__main__":
    train(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
    data = draw(1000)[0]
    for name, points in ("noise", noise(1000)), ("DDPM", sample(1000)), ("DDIM", sample(1000, 5)):
        print(f"{name}: distance {distance(points, data):.4f}")
    counts = np.histogram2d(*sample(2000, 5).T, bins=[44, 22], range=[[-2, 2], [-2, 2]])[0].T
    print(*("".join(" .:*#"[min(4, int(count))] for count in row) for row in counts), sep="\n")
