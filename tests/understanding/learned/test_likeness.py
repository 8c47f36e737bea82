import numpy as np
from scipy import sparse

from assistant.understanding.learned.likeness import likeness


def test_likeness_mixes_words_and_the_squared_cosine_of_sentences():
    chance = np.random.default_rng(2)
    words = sparse.random(1200, 40, density=0.1, random_state=3, format="csr", dtype=np.float32)
    points = chance.normal(size=(1200, 5)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    expected = 0.2 * (words @ words.T).toarray() + 0.8 * np.maximum(points @ points.T, 0) ** 2
    assert np.allclose(likeness(words, points, 0.8), expected, atol=1e-5)


def test_without_sentence_vectors_words_alone_count():
    words = sparse.csr_matrix(np.eye(3, dtype=np.float32))
    assert np.array_equal(likeness(words, np.zeros((3, 0), dtype=np.float32), 0.0), np.eye(3))
