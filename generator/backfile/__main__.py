"""The command `backfile`, also as `python -m backfile`.

Worker processes load this module anew, so it loads nothing before it is called.
"""


def main() -> None:
    """Run the command that the arguments name."""
    from backfile.cli import main as run

    run()


if __name__ == "__main__":
    main()
