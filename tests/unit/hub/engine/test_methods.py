"""Functions of a transaction as methods of a hub and its portal."""

import inspect

import pytest

from edielkit.hub import Hub, SharedHub
from edielkit.hub.engine import reports
from edielkit.hub.engine.portal import CALLS, Portal
from edielkit.testing import MarketHub


@pytest.mark.parametrize("name", reports.__all__)
def test_every_question_is_a_method_with_the_signature_of_its_function(name):
    """The transaction is the hub's business; everything else is as the function has it."""
    function = getattr(reports, name)
    method = getattr(Hub(), name)

    _, *parameters = inspect.signature(function).parameters.values()
    assert parameters == list(inspect.signature(method).parameters.values())
    assert function.__doc__ == method.__doc__
    assert function is getattr(Hub, name)
    shared = getattr(SharedHub(Hub()), name)
    assert parameters == list(inspect.signature(shared).parameters.values())
    assert function.__doc__ == shared.__doc__


@pytest.mark.parametrize("name", CALLS)
def test_every_call_of_the_portal_is_a_method_with_keywords_alone(name):
    """A journal holds arguments by their names."""
    market = MarketHub()
    method = getattr(market.hub.portal(market.now), name)

    parameters = list(inspect.signature(method).parameters.values())
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
    assert CALLS[name] is getattr(Portal, name)
    assert CALLS[name].__doc__ == method.__doc__


def test_a_method_of_the_portal_is_the_call_by_its_name():
    """Both say the same, and both are journaled, so that a replay does them."""
    first, other = MarketHub(), MarketHub()
    arguments = {
        "old": first.gln("old supplier"),
        "new": first.gln("new supplier"),
        "day": first.day(3).isoformat(),
    }

    by_method = first.hub.portal(first.now).move_portfolio(**arguments)
    by_name = other.hub.call("move_portfolio", now=other.now, **arguments)

    assert by_method
    assert by_method == by_name
    assert first.hub.journal == other.hub.journal
    assert first.hub.snapshot() == other.hub.snapshot()


def test_a_call_without_the_names_of_its_arguments_is_a_mistake_of_the_caller():
    """Nothing is journaled then."""
    market = MarketHub()

    with pytest.raises(TypeError, match="end_calculation: expected arguments by their names"):
        market.hub.portal(market.now).end_calculation("one")
    assert () == market.hub.journal
