"""Displacement as flows of claims: who left, arrived, is there and came back, by place and day.

Every claim is a bound on unknown numbers that balance: ``statements`` turns claims into bounds, ``steps``
joins days that nothing tells apart, ``balance`` writes the constraints down, ``ends`` finds the ends of what
they allow and which claims cannot hold together, ``account`` puts it together. Pure: claims in, ranges out.
"""
