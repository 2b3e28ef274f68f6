#!/usr/bin/env python3
"""Writes a valid policy of many rules into a folder, for measuring `check`.

    python3 scripts/large_policy.py target/large 100000
    time target/release/groundrules check target/large

Half of the rules are rules, half are rows of tables, forty decisions to a file.
"""

import os
import sys


def main():
    folder, rules = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "policy.ground"), "w") as file:
        file.write('policy "Large" {}\nteam sales { role ae, sdr }\n')
        file.write("lead {\n  email: text key\n  employees: integer >= 0\n  country: text\n}\n")
    per_decision = 250
    decisions = -(-rules // (2 * per_decision)) * 2
    for number in range(decisions):
        with open(os.path.join(folder, f"part{number // 40:03}.ground"), "a" if number % 40 else "w") as file:
            file.write(f"\ndecision owner_{number}: role {{\n")
            if number % 2:
                file.write("  table country | employees {\n")
                for row in range(per_decision):
                    file.write(f'    "C{row}" | {row * 10}..<{row * 10 + 10} => {"ae" if row % 2 else "sdr"}\n')
                file.write("  }\n")
            else:
                for row in range(per_decision):
                    file.write(f'  rule r{row}: {"ae" if row % 2 else "sdr"} when employees >= {row * 10} and employees < {row * 10 + 10} and country = "C{row}"\n')
            file.write("  otherwise sdr\n}\n")
    print(f"{decisions * per_decision} rules in {decisions} decisions")


if __name__ == "__main__":
    main()
