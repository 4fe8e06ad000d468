"""The exact theory of the square loss as one writes it with numpy: the formulas of theory.md §2 as they stand.

Reads a list of problems as JSON from standard input. Prints for each the accuracy, the iterations of the fixed point and
the seconds of one evaluation (the best of three means), and last numpy's version.
"""

import json
import math
import sys
import time

import numpy as np

TOLERANCE = 1e-12


def solve(lam, k, mu2, n, m, fitted, epsilon, phi, rho, ridge):
    """Real data N(±μ, C), a generator fitted on rows of its own with the estimated mean; weights 1, all rows counted.

    lam, k and mu2 are the eigenvalues of C, their multiplicities and the squared components of μ.
    """
    total = n + m
    c_r = n / total
    c_c = m / total * phi * (1 - epsilon)
    c_f = m / total * rho * epsilon
    c_s = c_c + c_f

    # The fixed point, by damped iteration from 0.
    tau_r = tau_s = d = 0.0
    for iterations in range(1, 100_001):
        nu_r = 1 / (1 + tau_r)
        nu_s = 1 / (1 + tau_s)
        a = c_r * nu_r
        b = c_s * nu_s
        g = 1 / (1 + b * d)
        h = ridge + (a + b * g) * lam
        trace = np.sum(k * lam / h)
        change_r = trace / total - tau_r
        change_s = trace * g / total - tau_s
        change_d = trace / fitted - d
        tau_r += change_r / 2
        tau_s += change_s / 2
        d += change_d / 2
        if abs(change_r) <= TOLERANCE * tau_r and abs(change_s) <= TOLERANCE * tau_s and abs(change_d) <= TOLERANCE * d:
            break
    nu_r = 1 / (1 + tau_r)
    nu_s = 1 / (1 + tau_s)
    a = c_r * nu_r
    b = c_s * nu_s
    g = 1 / (1 + b * d)
    theta = b * g
    h = ridge + (a + theta) * lam

    # First moments.
    e0 = np.sum(k * lam / h) / fitted
    i0 = np.sum(mu2 / h)
    i2 = i0 + e0
    signal = (c_c - c_f) * nu_s
    margin, margin_s = np.linalg.solve(
        np.array([[1 + a * i0, b * i0], [a * i0, 1 + b * i2]]),
        np.array([(a + signal) * i0, a * i0 + signal * i2]),
    )
    b_r = a * (1 - margin)
    b_s = signal - b * margin_s

    # Second moments.
    h2 = h * h
    s2 = np.sum(k * lam * lam / h2) / fitted
    chi = 1 / (1 - theta * theta * s2)
    r = lam * (1 + theta * theta * chi * s2)
    p = g * g * chi * lam

    def form(f):
        return (b_r + b_s) ** 2 * np.sum(mu2 * f / h2) + b_s**2 * np.sum(k * lam * f / h2) / fitted

    t11 = np.sum(k * lam * r / h2) / total
    t12 = np.sum(k * lam * p / h2) / total
    t22 = fitted * g * g * (d * d + s2 * g * g * chi) / total
    e_r = c_r * nu_r**2 * (1 - margin) ** 2
    e_s = nu_s**2 * (c_c * (1 - margin_s) ** 2 + c_f * (1 + margin_s) ** 2)
    variance, _ = np.linalg.solve(
        np.array([[1 - c_r * nu_r**2 * t11, -c_s * nu_s**2 * t12], [-c_r * nu_r**2 * t12, 1 - c_s * nu_s**2 * t22]]),
        np.array([form(r) + e_r * t11 + e_s * t12, form(p) + e_r * t12 + e_s * t22]),
    )
    return 0.5 * math.erfc(-margin / math.sqrt(2 * variance)), iterations


for problem in json.load(sys.stdin):
    for name in ("lam", "k", "mu2"):
        problem[name] = np.array(problem[name], dtype=float)
    accuracy, iterations = solve(**problem)
    start = time.perf_counter()
    solve(**problem)
    repeats = max(1, min(2000, int(0.3 / (time.perf_counter() - start))))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(repeats):
            solve(**problem)
        times.append((time.perf_counter() - start) / repeats)
    print(json.dumps({"accuracy": accuracy, "iterations": iterations, "seconds": min(times)}))
print(json.dumps({"numpy": np.__version__}))
