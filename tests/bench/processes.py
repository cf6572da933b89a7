"""Whole commands, as a user runs them: wall and CPU time, memory; and the original's way, a Python loop over a table in
memory, in the same run on the same machine. Usage: processes.py CELLAR CSV"""
import csv
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time


def measure(*command):
    """Wall seconds, CPU seconds and standard output of one run."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ends with status {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, output


def peak_memory(*command):
    """[MB]; not from wait4, which counts this interpreter's memory before the exec."""
    result = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return int(result.stderr) / 1024


def commands(cellar, csv_file):
    for arguments in (["--help"], ["show", "0"]):
        runs = [measure(cellar, *arguments) for _ in range(31)]
        wall = statistics.median(run[0] for run in runs)
        nothing = statistics.median(measure("true")[0] for _ in range(31))
        print(f"cellar {' '.join(arguments):<21}{wall * 1e3:8.2f} ms ('true': {nothing * 1e3:.2f} ms), "
              f"{peak_memory(cellar, *arguments):.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        runs = [measure(cellar, "import", csv_file, "--out", folder + "/t.table") for _ in range(5)]
        unzip = statistics.median(measure("gzip", "-dc", csv_file)[0] for _ in range(5))
        print(f"{'cellar import':<28}{statistics.median(run[0] for run in runs) * 1e3:8.0f} ms "
              f"(gzip -d alone: {unzip * 1e3:.0f} ms)")


def cpu_per_evaluation(cellar, searcher, folder):
    _, cpu, output = measure(cellar, "run", searcher, "--seeds", "500", "--threads", "1", "--out", folder)
    return cpu / int(output.split(" runs, ")[1].split()[0]) * 1e6


def python_per_evaluation(table, arity, evolve):
    """The loop of the original's random and evolution scripts on a dictionary [µs]; 20 runs."""
    operations = list(range(arity))
    count, begin = 0, time.process_time()
    for seed in range(20):
        random.seed(seed)
        spent, best, population = 0.0, (0.0, None), []
        while spent < 20000:
            if evolve and len(population) >= 10:
                parent = max((random.choice(population) for _ in range(3)), key=lambda member: member[0])[1]
                child = list(parent)
                node = random.randint(0, 2)
                edge = node * (node + 1) // 2 + random.randint(0, node)
                child[edge] = random.choice([op for op in operations if op != child[edge]])
                cell = tuple(child)
            else:
                cell = tuple(random.choice(operations) for _ in range(6))
            accuracy, seconds = table[cell]
            spent += seconds
            count += 1
            best = max(best, (accuracy, cell))
            population.append((accuracy, cell))
            if len(population) > 10:
                population.pop(0)
    return (time.process_time() - begin) / count * 1e6


def load(csv_file):
    names = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
    table = {}
    with gzip.open(csv_file, "rt") as file:
        for row in csv.DictReader(file):
            edges = [edge for node in row["arch"].split("+") for edge in node.strip("|").split("|")]
            cell = tuple(names.index(edge.split("~")[0]) for edge in edges)
            table[cell] = (float(row["cifar10-valid.valid12"]), 12 * float(row["cifar10-valid.epoch_seconds"]))
    return table


def main(cellar, csv_file):
    commands(cellar, csv_file)
    table = load(csv_file)
    python = {"random": python_per_evaluation(table, 5, False), "evolution": python_per_evaluation(table, 5, True)}
    # Nothing is deleted before the end: ext4 passes over the inodes of files that were deleted a moment ago, one by one,
    # whenever a file is made, which can treble the time of a run.
    with tempfile.TemporaryDirectory() as folder:
        for searcher in ("random", "evolution", "reinforce", "local-search"):
            runs = [cpu_per_evaluation(cellar, searcher, f"{folder}/{searcher}-{i}") for i in range(3)]
            ours = statistics.median(runs)
            beside = f"; a Python loop {python[searcher]:.1f} µs, {python[searcher] / ours:.0f} times" if searcher in python else ""
            print(f"{searcher + ', traces on disk':<28}{ours:8.2f} µs of CPU an evaluation, one thread{beside}")
        walls = [measure(cellar, "run", "evolution", "--seeds", "500", "--out", f"{folder}/{i}")[0] for i in range(5)]
        print(f"{'500 seeds of evolution':<28}{statistics.median(walls):8.3f} s on {os.cpu_count()} cores, traces on disk")


if __name__ == "__main__":
    main(*sys.argv[1:])
