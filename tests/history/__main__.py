"""Write the tables of ``verification/*/REPORT.md`` anew: ``python -m tests.history``."""

from tests.history.report import write_reports

if __name__ == "__main__":
    write_reports()
