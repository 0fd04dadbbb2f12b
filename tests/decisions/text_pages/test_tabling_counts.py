"""What each delegation has on the table, counted."""

import pytest

from decisions.presentation import tabling
from decisions.services.texts import handling, proposing
from tests.decisions.negotiating import laid

pytestmark = pytest.mark.django_db


def test_proposals_are_counted_by_delegation_and_state(cast):
    table = laid(cast)
    mine, other = (
        proposing.propose_wording(
            table.text.pk, table.keys[key], es=es, by=table.viewer("MX")
        )
        for key, es in ((3, "Renuevan su diálogo."), (5, "Acuerdan proteger."))
    )
    proposing.propose_wording(
        table.text.pk, table.keys[6], es="Piden prácticas.", by=table.viewer("CA")
    )
    proposing.support(mine.pk, by=table.viewer("CA"))
    handling.reject(other.pk, reason="No hay consenso.", by=table.ana)

    counted = tabling.by_delegation(tabling.read(table.again(), table.text.versions.get()))

    states = len(counted["states"])
    rows = {row["code"]: row for row in counted["rows"]}
    assert states == 2
    assert (rows["MX"]["counts"], rows["MX"]["all"]) == ([1, 1], 2)
    assert (rows["CA"]["counts"], rows["CA"]["supports"]) == ([1, 0], 1)
