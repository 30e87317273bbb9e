"""UUIDs in 35 characters."""

from tests.support.edifact_build import UUID, build, day

from edielkit.edifact.write.references import compact_uuid, expand_uuid


def test_uuids_travel_as_32_digits():
    """A UUID of 36 characters fits no an..35; its digits do, and give it back."""
    message = build([day()], document=UUID)

    assert UUID.replace("-", "") == message.document.number == compact_uuid(UUID)
    assert UUID == expand_uuid(message.document.number)
    assert compact_uuid("DOC-1") == "DOC-1"
    assert expand_uuid("DOC-1") == "DOC-1"
