"""Every file that the compiler reads for the commands of a compile_commands.json, by its own list (-M), a line each.
Usage: headers.py COMPILE_COMMANDS"""
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys


def read_by(command):
    """Absolute paths, of what is read after preprocessing alone; None where that fails."""
    words = shlex.split(command["command"])
    if "-o" in words:
        del words[words.index("-o"):words.index("-o") + 2]
    words = [word for word in words if word != "-c"]
    result = subprocess.run([*words, "-M"], cwd=command["directory"], stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        return None
    rule = result.stdout.replace("\\\n", " ").split(": ", 1)[1]
    return {os.path.normpath(os.path.join(command["directory"], path)) for path in rule.split()}


def main():
    with open(sys.argv[1]) as file:
        commands = json.load(file)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        lists = list(pool.map(read_by, commands))
    if None in lists:
        sys.exit(1)
    print("\n".join(sorted(set().union(*lists))))


main()
