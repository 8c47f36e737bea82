import numpy as np
import pytest

from assistant.understanding.learned.ridge import solve


@pytest.fixture
def points():
    return np.random.default_rng(1).normal(size=(60, 8)).astype(np.float32)


def test_the_weights_are_those_of_least_squares_with_a_penalty(points):
    kernel, targets = points @ points.T, points[:, :2] + 1
    weights = solve(kernel.copy(), targets, np.ones(60), 0.5)
    assert np.allclose((kernel + 0.5 * np.eye(60)) @ weights, targets, atol=1e-3)


def test_an_example_of_twice_the_importance_counts_like_two(points):
    importance = np.ones(60, dtype=np.float32)
    importance[0] = 2
    targets = np.sign(points[:, :1])
    weights = solve(points @ points.T, targets, importance, 0.5)
    twice, twice_targets = np.vstack([points, points[:1]]), np.vstack([targets, targets[:1]])
    other = solve(twice @ twice.T, twice_targets, np.ones(61), 0.5)
    assert np.allclose(points.T @ weights, twice.T @ other, atol=1e-3)


def test_with_rounds_an_example_far_beyond_its_target_pulls_nothing_back(points):
    targets = (points[:, :1] > 0).astype(np.float32)
    far = points.copy()
    far[0] = np.where(np.arange(8) == 0, 40, 0)
    targets[0] = 1
    kernel = far @ far.T
    plain, eased = (solve(kernel.copy(), targets, np.ones(60), 0.5, rounds) for rounds in (0, 200))
    assert abs(eased[0, 0]) < 0.02 * abs(plain[0, 0])
    assert (kernel @ eased)[0, 0] > 1
