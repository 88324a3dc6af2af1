"""The shipped weights of the structures: read whole, and worth a few units."""

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.errors import UsageError
from forecast.models.priors import SHIPPED_FOLDER, load_prior
from forecast.models.structural.learn import learn_structural
from forecast.models.structural.shipped import FILE, weigh_grid
from forecast.models.structural.structures import quarterly_grid
from tests.make import counts_frame, quarters

HEAD = "scale,alpha,beta,phi,gamma,slope_sd,season_sd,weight\n"


def panel_of(n_units):
    figures = {f"u{at}": quarters(2019, [10 + at, 20, 15, 30] * 4) for at in range(n_units)}
    return build_panel(counts_frame(figures), "m", sorted(figures))


def weights(panel, prior):
    """The weights of the whole grid."""
    taught = learn_structural(panel, True, prior).quarterly
    kept = dict(zip(taught.structures, taught.weights, strict=True))
    return np.array([kept.get(structure, 0.0) for structure in quarterly_grid()])


def test_every_structure_of_the_file_is_in_the_grid():
    """What is shipped names structures that there are, none twice, and leaves something for those it does not name."""
    told = load_prior("neutral").structures
    spread = weigh_grid(quarterly_grid(), told)
    assert np.sort(spread)[-len(told) :].sum() == pytest.approx(sum(told.values()), abs=1e-6)
    assert spread.min() > 0 and sum(told.values()) < 1


def test_without_figures_the_shipped_weights_speak():
    """No unit: the heaviest structure is the file's first."""
    prior = load_prior("neutral")
    taught = learn_structural(panel_of(0), True, prior).quarterly
    assert taught.structures[int(taught.weights.argmax())] == max(prior.structures, key=prior.structures.get)


def test_a_large_panel_leaves_little_of_them():
    """What is shipped moves the weights of sixty units less than those of one."""
    prior = load_prior("neutral")
    moved = [np.abs(weights(panel_of(n), prior) - weights(panel_of(n), None)).sum() for n in (1, 60)]
    assert moved[1] < moved[0] / 2


def test_a_folder_may_bring_its_own(tmp_path):
    """A folder of priors with a file of structures is read; one without takes the shipped ones."""
    (tmp_path / "neutral.toml").write_bytes((SHIPPED_FOLDER / "neutral.toml").read_bytes())
    assert load_prior("neutral", tmp_path).structures == load_prior("neutral").structures
    (tmp_path / FILE).write_text(HEAD + "log,0.7,0,1,0,0,0.5,0.5\n")
    assert list(load_prior("neutral", tmp_path).structures.values()) == [0.5]


@pytest.mark.parametrize(
    "row", ["cube,0.7,0,1,0,0,0.5,0.5", "log,0.7,0,1,0,0,0.5,1.5", "log,x,0,1,0,0,0.5,0.5", "log,0.7"]
)
def test_a_broken_file_is_named(tmp_path, row):
    """A wrong scale, weights above one, a word for a number or a short row: the error names the file."""
    (tmp_path / "neutral.toml").write_bytes((SHIPPED_FOLDER / "neutral.toml").read_bytes())
    (tmp_path / FILE).write_text(HEAD + row + "\n")
    with pytest.raises(UsageError, match=FILE):
        load_prior("neutral", tmp_path)
