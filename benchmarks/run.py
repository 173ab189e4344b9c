"""Run every benchmark, each in its own process, and print their tables. Modules without a main part are skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    for script in sorted(Path(__file__).parent.glob("*.py")):
        if script.name != "run.py" and "__main__" in script.read_text(encoding="utf-8"):
            print(f"\n== {script.name}", flush=True)
            subprocess.run([sys.executable, str(script)], check=False)
