"""Copies some of the recorded cases, as a folder that "cellar check oneshot" takes, with a list of what is in it.
First, of every algorithm of every script the smallest recorded search; then, of every other kind of computation in each
type of numbers the smallest case, small ones first, as long as all together stay within MB.
Usage: choose_cases.py ONESHOT OUT MB"""
import json
import os
import re
import shutil
import sys


def described(folder, entry):
    """The case with its kind: what is computed by which script, and the type of numbers."""
    with open(os.path.join(folder, entry["case"], "index.json")) as file:
        index = json.load(file)
    parent, name = os.path.split(entry["case"])
    kind = (parent, index.get("kind") or index.get("algo") or re.sub(r"\d*_f\d\d$", "", name))
    is_search = "algo" in index and "steps" in index
    return {"entry": entry, "kind": kind, "type": None if is_search else index.get("dtype"), "is_search": is_search}


def smallest(cases):
    """One of each kind and type, small ones first."""
    chosen = {}
    for case in sorted(cases, key=lambda case: (case["entry"]["bytes"], case["entry"]["case"])):
        chosen.setdefault((case["kind"], case["type"]), case)
    return list(chosen.values())


def copy(folder, out):
    """The files alone, without rights that would keep the copy from being removed."""
    os.makedirs(out)
    for name in os.listdir(folder):
        if os.path.isfile(os.path.join(folder, name)):
            shutil.copyfile(os.path.join(folder, name), os.path.join(out, name))


def main():
    folder, out, most = sys.argv[1], sys.argv[2], int(sys.argv[3]) * 10**6
    with open(os.path.join(folder, "manifest.json")) as file:
        manifest = json.load(file)
    # What has no tensors or no type tries the reading of files.
    cases = [described(folder, entry) for entry in manifest if "tensors" in entry]
    searches = smallest(case for case in cases if case["is_search"])
    others = smallest(case for case in cases if not case["is_search"] and case["type"])
    chosen, size = [], 0
    for case in searches + others:
        if case["is_search"] or size + case["entry"]["bytes"] <= most:
            chosen.append(case["entry"])
            size += case["entry"]["bytes"]
    if size > most:
        sys.exit(f"one recorded search of every algorithm takes {size / 1e6:.1f} MB, and {most / 1e6:.0f} MB are allowed")
    for entry in chosen:
        copy(os.path.join(folder, entry["case"]), os.path.join(out, entry["case"]))
    with open(os.path.join(out, "manifest.json"), "w") as file:
        json.dump([entry for entry in manifest if entry in chosen], file, indent=1)
    print(f"{len(chosen)} of {len(cases)} recorded cases, {size / 1e6:.1f} MB")


main()
