"""Displacement as flows of claims: who left, arrived, is there and came back, by place and day.

Every claim is a bound on unknown numbers that balance: ``statements`` turns claims into bounds, ``steps``
joins days that nothing tells apart, ``balance`` writes the constraints down for each of the ``groups`` of
places that claims join, ``conflicts`` finds which claims cannot hold together, ``together`` the ends of what
the others allow (``solving`` the programmes, ``shortest`` the bounds without any), ``account`` puts it
together. Pure: claims in, ranges out.
"""
