#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables of the routing study from its reports, as Markdown on standard output; deploy/measure/routing-study calls it.

    routing-tables.py FOLDER

FOLDER holds FLEET-MODEL-TRACE-LOAD.baselines.json and .balanced.json, reports of `wattmill route-eval`. Against balanced stands the baseline with
the fewest joules among those whose goodput is at most 0.5 (or 0.1) points below the best baseline's. WATTMILL_STUDY_OUT
names a file in which the lines between "study:begin" and "study:end" are replaced by the tables.
"""
import json
import os
import pathlib
import sys

OWN = "balanced"
BASELINES = ".baselines.json"
AIMS = {"0.3": (40, 25), "0.6": (28, 20), "0.9": (12, 5)}
MEANT = ("azure", "mooncake", "servegen")


def against(policies, slack, joules):
    """The baseline that a saving is counted from."""
    others = [p for p in policies if p["policy"] != OWN]
    best = max(p["goodput"] for p in others)
    return min((p for p in others if p["goodput"] >= best - slack - 1e-12), key=joules)


def gpus(policy):
    return policy["joules_per_output_token"]


def under(place):
    return lambda policy: policy["joules_per_output_token_under"][place]["joules_per_output_token"]


def saved(policies, slack=0.005, joules=gpus):
    own = next(p for p in policies if p["policy"] == OWN)
    return 100 * (1 - joules(own) / joules(against(policies, slack, joules)))


def of_seeds(policies):
    """What was saved of each seed against the same baseline: least, most."""
    own = next(p for p in policies if p["policy"] == OWN)
    base = against(policies, 0.005, gpus)
    each = [
        100 * (1 - mine["joules_per_output_token"] / its["joules_per_output_token"])
        for mine, its in zip(own["seeds"], base["seeds"])
    ]
    return min(each), max(each)


def percent(x):
    """With one decimal, and no minus before nothing."""
    return f"{round(x, 1) + 0.0:.1f} %"


def span(of):
    return f"{of['p50']:,.1f}/{of['p99']:,.1f}" if of["p50"] < 50 else f"{of['p50']:,.0f}/{of['p99']:,.0f}"


class Cell:
    def __init__(self, path):
        name = path.name.removesuffix(BASELINES)
        self.fleet, self.model, self.trace, self.load = name.split("-")
        self.report = json.loads(path.read_text())
        own = json.loads(path.with_name(name + ".balanced.json").read_text())
        self.policies = self.report["policies"] + own["policies"]
        self.own = next(p for p in self.policies if p["policy"] == OWN)
        self.best = max(p["goodput"] for p in self.policies if p["policy"] != OWN)
        self.base = against(self.policies, 0.005, gpus)
        self.saved = saved(self.policies)

    def missed(self):
        return self.own["goodput"] < self.best - 0.005 - 1e-12

    def row(self):
        least, most = of_seeds(self.policies)
        flag = ", **goodput missed**" if self.missed() else ""
        return (
            f"| {self.model.upper()} {self.trace} | {100 * float(self.load):.0f} % "
            f"| {percent(self.saved)} ({least:.1f} to {most:.1f}){flag} | {percent(saved(self.policies, 0.001))} "
            f"| {100 * self.own['goodput']:.2f} / {100 * self.best:.2f} | {self.base['policy']} "
            f"| {span(self.base['ttft_ms'])} -> {span(self.own['ttft_ms'])} "
            f"| {span(self.base['tpot_ms'])} -> {span(self.own['tpot_ms'])} |"
        )


def whole(path):
    return path.with_name(path.name.removesuffix(BASELINES) + ".balanced.json").exists()


def cells(folder):
    paths = sorted(p for p in pathlib.Path(folder).glob("*-*-*-*" + BASELINES) if whole(p))
    order = {"8b": 0, "70b": 1}
    return sorted((Cell(p) for p in paths), key=lambda c: (c.fleet, order[c.model], c.trace, c.load))


def fleet_table(fleet, found):
    first = found[0].report
    yield f"**Fleet {first['conditions']['fleet']}** (70B: four GPUs a node)" if fleet else ""
    yield ""
    yield "| model, trace | load | saved (seeds) | at 0.1 points | goodput, balanced / best | against | TTFT p50/p99 ms | TPOT p50/p99 ms |"
    yield "|---|---|---|---|---|---|---|---|"
    for cell in found:
        yield cell.row()
    yield ""


def means(found):
    yield "| fleet | load | cells | mean saved | least | goodput missed | aimed at: mean, least |"
    yield "|---|---|---|---|---|---|---|"
    for fleet in sorted({c.fleet for c in found}):
        for load, (mean, least) in AIMS.items():
            some = [c for c in found if c.fleet == fleet and c.load == load and c.trace in MEANT]
            if some:
                yield (
                    f"| {fleet} | {100 * float(load):.0f} % | {len(some)} | {percent(sum(c.saved for c in some) / len(some))} "
                    f"| {percent(min(c.saved for c in some))} | {sum(c.missed() for c in some)} | {mean} %, {least} % |"
                )
    yield ""


def sensitivities(found):
    yield "Saved at other watts (slack 0.5 points), the same runs counted otherwise:"
    yield ""
    yield "| fleet, model, trace | load | 115 W idle | 75 W | 180 W | 115 W and 150 W of host per GPU |"
    yield "|---|---|---|---|---|---|"
    for c in found:
        figures = " | ".join(percent(x) for x in [c.saved] + [saved(c.policies, joules=under(i)) for i in range(3)])
        yield f"| {c.fleet} {c.model.upper()} {c.trace} | {100 * float(c.load):.0f} % | {figures} |"
    yield ""


def capacities(found):
    yield "| fleet, model, trace | capacity, requests/s | held by | requests a seed | window at 30 %, s |"
    yield "|---|---|---|---|---|"
    for c in found:
        if c.load == "0.3":
            r = c.report
            yield (
                f"| {c.fleet} {c.model.upper()} {c.trace} | {r['capacity']['requests_per_s']:.2f} | {r['capacity']['reference'] or 'nobody: given'} "
                f"| {r['conditions']['requests_per_seed']:,} | {r['conditions']['window_s']:,.0f} |"
            )
    yield ""


def main():
    found = cells(sys.argv[1])
    if not found:
        sys.exit(f"no report in {sys.argv[1]}; deploy/measure/routing-study makes them")
    lines = list(means(found))
    for fleet in sorted({c.fleet for c in found}):
        lines += fleet_table(fleet, [c for c in found if c.fleet == fleet])
    lines += sensitivities([c for c in found if c.load == "0.3" and c.model == "8b"])
    lines += capacities(found)
    text = "\n".join(lines)
    print(text)
    out = os.environ.get("WATTMILL_STUDY_OUT")
    if out:
        page = pathlib.Path(out).read_text()
        head, rest = page.split("<!-- study:begin -->")
        _, tail = rest.split("<!-- study:end -->")
        pathlib.Path(out).write_text(f"{head}<!-- study:begin -->\n{text}\n<!-- study:end -->{tail}")


if __name__ == "__main__":
    main()
