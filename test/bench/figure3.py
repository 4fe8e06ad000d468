"""One training of Figure 3 by numpy, in two ways. Every sample is drawn (theory.md §1).

Reads one JSON object a line from standard input: the way, and a point's parameters. Answers each with a line: the seconds
and the processor seconds the training took, and its accuracy.
"""

import json
import math
import sys
import time

import numpy as np


def as_scripts_do(p, n, m, fitted, epsilon, phi, rho, ridge, mean_norm):
    """As published simulation scripts go about it: rows of every kind in full, accuracy counted on test rows.

    Samples are columns. The legacy multivariate_normal decomposes the covariance (an SVD) each time it is called; the
    training matrix is made of all columns, those that the verifier drops with weight 0.
    """
    mean = np.full(p, mean_norm / math.sqrt(p))

    factor = np.random.randn(p, fitted)
    covariance = factor @ factor.T / fitted

    real_labels = np.random.choice([-1.0, 1.0], size=n)
    real = np.outer(mean, real_labels) + np.random.randn(p, n)

    true_labels = np.random.choice([-1.0, 1.0], size=m)
    noise = np.random.multivariate_normal(mean=np.zeros(p), cov=covariance, size=m).T
    synthetic = np.outer(mean, true_labels) + noise
    flipped = np.random.binomial(1, epsilon, size=m)
    labels = true_labels * (1 - 2 * flipped)
    keep = np.random.binomial(1, np.where(flipped == 1, rho, phi))

    samples = np.concatenate([real, synthetic], axis=1)
    targets = np.concatenate([real_labels, labels])
    weights = np.concatenate([np.ones(n), keep])
    total = n + m
    gram = (samples * weights) @ samples.T / total
    w = np.linalg.solve(gram + ridge * np.eye(p), samples @ (weights * targets) / total)

    test_labels = np.random.choice([-1.0, 1.0], size=2 * n)
    test = np.outer(mean, test_labels) + np.random.randn(p, 2 * n)
    return float(np.mean(np.sign(w @ test) == test_labels))


def with_care(p, n, m, fitted, epsilon, phi, rho, ridge, mean_norm):
    """As one who knows both numpy and the problem: oriented rows, only those kept, through a Cholesky factor, by the
    newer and faster random numbers; and the accuracy in closed form."""
    mean = np.full(p, mean_norm / math.sqrt(p))
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


ways = {"scripts": as_scripts_do, "care": with_care}
rng = np.random.default_rng(1)
np.random.seed(1)
for train in ways.values():
    train(50, 100, 100, 100, 0.1, 1, 0, 1, 0.7)
print(json.dumps({"numpy": np.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    start, used = time.perf_counter(), time.process_time()
    accuracy = ways[request["way"]](**request["point"])
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    print(json.dumps({"seconds": seconds, "processor": processor, "accuracy": accuracy}), flush=True)
