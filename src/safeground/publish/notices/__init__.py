"""What is published of a notice: alerts, sheets, messages, look-ups, layers. All from one ``Bulletin``."""
