"""Whether core/plugin_abi.hpp looks at all that a plug-in shares with the program: every class that the headers of
core/plugin.hpp define, each of its data members and each of its virtual functions.

    python3 tests/plugin_layout.py INCLUDE_FOLDER

Classes and virtual functions are those that g++ lists; members are read from the headers."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

# Without members, or thrown and caught as their base; a function's own; a template that only plug-ins instantiate.
APART = {"Error", "ContractError", "SearcherFault", "OracleFault", "Stopped", "Wait", "Finished", "ConfigurationOf", "OracleConfigurationOf", "PluginAbi", "PluginLayout"}


def reached(folder, header, seen):
    if header not in seen and (folder / header).exists():
        seen.append(header)
        for name in re.findall(r'^#include "([^"]+)"', (folder / header).read_text(), re.M):
            reached(folder, name, seen)
    return seen


def listed_by_compiler(folder):
    """Names of classes in namespace cellar, and class and name of each virtual function that has a body."""
    with tempfile.TemporaryDirectory() as work:
        Path(work, "a.cpp").write_text('#include "core/plugin.hpp"\nnamespace cellar { Extensions* e; }\n')
        subprocess.run(["g++", "-std=c++20", "-fsyntax-only", f"-I{folder}", "-fdump-lang-class=classes", "a.cpp"],
                       cwd=work, check=True)
        text = Path(work, "classes").read_text()
    classes = set(re.findall(r"^Class cellar::([A-Za-z:]+)$", text, re.M))
    virtuals = set()
    for owner in classes:
        table = re.search(rf"^Vtable for cellar::{owner}\n(.*?)\n\n", text, re.M | re.S)
        if table:
            virtuals |= {(owner, name) for name in re.findall(rf"cellar::{owner}::(\w+)", table[1])}
    return classes, {(owner, name) for owner, name in virtuals if not name.startswith("_ZT")}


def without(text, opening, closing):
    """The text without what stands between brackets of a kind, and without them."""
    kept, depth = "", 0
    for character in text:
        depth += character == opening
        if depth == 0:
            kept += character
        depth -= character == closing and depth > 0
    return kept


def members(text, name):
    """Names of the data members and virtual functions of a class, as they stand in a header; references, which nothing
    can point at, apart."""
    found = re.search(rf"^( *)(?:struct|class) {name}\b[^;{{]*\{{\n(.*?)^\1\}};", text, re.M | re.S)
    if not found:
        return []
    names = re.findall(r"^ *virtual [^;{]*?(?<!~)\b(\w+)\(", found[2], re.M)
    body = re.sub(r"^ *(public|private|protected):", "", without(found[2], "{", "}"), flags=re.M)
    for statement in body.split(";"):
        declared = re.sub(r" =.*", "", without(" ".join(statement.split()), "<", ">")).strip()
        words = declared.split(" ")
        if len(words) < 2 or words[0] in {"static", "virtual", "friend", "using", "enum", "struct", "class", "template"}:
            continue
        if not set(declared) & set("(&"):
            names += re.split(", ?", re.sub(r"^.*? (\w+(, \w+)*)$", r"\1", declared))
    return names


def main():
    folder = Path(sys.argv[1])
    headers = reached(folder, "core/plugin.hpp", [])
    text = "\n".join(re.sub(r"//[^\n]*", "", (folder / header).read_text()) for header in headers)
    probe = (folder / "core/plugin_abi.hpp").read_text()
    missing = []
    classes, virtuals = listed_by_compiler(folder)
    looked_at = 0
    for name in sorted(classes):
        last = name.split("::")[-1]
        if last in APART:
            continue
        if f"type<{name}>" not in probe:
            missing.append(name)
        for member in members(text, last):
            looked_at += 1
            if f"&{name}::{member}" not in probe:
                missing.append(f"{name}::{member}")
    for name, function in sorted(virtuals):
        looked_at += 1
        if name not in APART and f"&{name}::{function}" not in probe:
            missing.append(f"{name}::{function}()")
    if missing or len(classes) < 20 or looked_at < 60:
        print(f"{len(classes)} classes, {looked_at} members and virtual functions; not in core/plugin_abi.hpp:", *missing)
        return 1
    return 0


sys.exit(main())
