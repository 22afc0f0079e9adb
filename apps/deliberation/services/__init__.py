"""What a committee and the authority do: ``cases`` from the report to the decision, ``sittings`` the meeting, ``papers`` minutes and decision."""
