"""One town for all tests of the rules."""

import pytest
from tests.questions.clear.town import Town


@pytest.fixture(scope="session")
def town():
    return Town()
