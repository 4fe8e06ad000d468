"""The simulation of Figure 3 as one writes it with numpy: every sample is drawn.

Reads a list of points as JSON from standard input; prints the seconds each point's training took, and its accuracy.
"""

import json
import math
import sys
import time

import numpy as np


def train(rng, p, n, m, fitted, epsilon, phi, rho, ridge, mean_norm):
    """Draws a training set, trains the ridge classifier and returns its accuracy on fresh real data."""
    mean = np.full(p, mean_norm / math.sqrt(p))
    # Oriented rows v = label · x throughout: the square loss sees nothing else.
    real = mean + rng.standard_normal((n, p))
    noise = rng.standard_normal((fitted, p))
    factor = np.linalg.cholesky(noise.T @ noise / fitted)
    wrong = rng.random(m) < epsilon
    kept = rng.random(m) < np.where(wrong, rho, phi)
    sign = np.where(wrong[kept], -1.0, 1.0)[:, None]
    synthetic = sign * mean + rng.standard_normal((len(sign), p)) @ factor.T
    gram = real.T @ real + synthetic.T @ synthetic + (n + m) * ridge * np.eye(p)
    w = np.linalg.solve(gram, real.sum(axis=0) + synthetic.sum(axis=0))
    margin = w @ mean / np.linalg.norm(w)
    return 0.5 * math.erfc(-margin / math.sqrt(2))


rng = np.random.default_rng(1)
train(rng, 50, 100, 100, 100, 0.1, 1, 0, 1, 0.7)
for point in json.load(sys.stdin):
    start = time.perf_counter()
    accuracy = train(rng, **point)
    print(json.dumps({"seconds": time.perf_counter() - start, "accuracy": accuracy}))
