"""Other people's tables into claims: read, mapped, shown, and appended only then.

``rows`` reads files into rows of text, ``mapping`` says what each column becomes, ``convert`` makes claims,
``prepare`` holds all of it together with what is left out and why, ``apply`` appends what is new.
"""
