#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Watts and step time of one NVIDIA GPU that serves a Llama-3.1-8B with random weights.

    deploy/measure/gpu-curve.py [--gpu 0] [--batches 1,2,4,...] [--context 1024] [--json FILE]

Published curves say little below batch 8; this one begins at 1. It measures the GPU idle with the
model loaded, prefill at several prompt lengths, and decode at each batch, and prints a table for
docs/BENCHMARKS.md; `router.engine` is calibrated with it. Weights are random: power depends on
shapes and on how many bits toggle, so that figures are close to, not equal to, those of trained
weights. Needs PyTorch with CUDA.

The GPU is only read (power, energy counter, clocks, temperature): nothing is set, locked or reset.
Without a GPU it says so and ends with 1.
"""

import argparse
import ctypes
import json
import os
import statistics
import sys
import threading
import time

# Llama-3.1-8B (the model card): layers, width, heads, KV heads, width of a head, of the MLP, vocabulary.
LAYERS, WIDTH, HEADS, KV_HEADS, HEAD, MLP, VOCABULARY = 32, 4096, 32, 8, 128, 14336, 128256
ROPE_THETA = 500_000.0
SAMPLE_SECONDS = 0.02


class Nvml:
    """The calls of libnvidia-ml that read; no other symbol is looked up."""

    FIELD_INSTANT_MW = 186

    class Field(ctypes.Structure):
        _fields_ = [
            ("id", ctypes.c_uint),
            ("scope", ctypes.c_uint),
            ("timestamp", ctypes.c_longlong),
            ("latency", ctypes.c_longlong),
            ("type", ctypes.c_int),
            ("code", ctypes.c_int),
            ("value", ctypes.c_ulonglong),
        ]

    def __init__(self, index):
        self.library = ctypes.CDLL("libnvidia-ml.so.1")
        self.check(self.library.nvmlInit_v2(), "nvmlInit_v2")
        self.device = ctypes.c_void_p()
        self.check(
            self.library.nvmlDeviceGetHandleByIndex_v2(ctypes.c_uint(index), ctypes.byref(self.device)),
            "nvmlDeviceGetHandleByIndex_v2",
        )

    @staticmethod
    def check(code, call):
        if code != 0:
            raise OSError(f"{call} returned {code}")

    def unsigned(self, call, *arguments):
        value = ctypes.c_uint()
        code = getattr(self.library, call)(self.device, *arguments, ctypes.byref(value))
        return value.value if code == 0 else None

    def text(self, call, *before):
        text = ctypes.create_string_buffer(96)
        code = getattr(self.library, call)(*before, text, ctypes.c_uint(96))
        return text.value.decode() if code == 0 else "unknown"

    def watts(self):
        """Instant power where the driver has it, else what it calls usage (a 1 s average)."""
        field = self.Field(id=self.FIELD_INSTANT_MW)
        code = self.library.nvmlDeviceGetFieldValues(self.device, 1, ctypes.byref(field))
        if code == 0 and field.code == 0:
            return (field.value & 0xFFFFFFFF) / 1e3
        usage = self.unsigned("nvmlDeviceGetPowerUsage")
        return None if usage is None else usage / 1e3

    def millijoules(self):
        value = ctypes.c_ulonglong()
        code = self.library.nvmlDeviceGetTotalEnergyConsumption(self.device, ctypes.byref(value))
        return value.value if code == 0 else None

    def conditions(self):
        cap = self.unsigned("nvmlDeviceGetEnforcedPowerLimit")
        return {
            "gpu": self.text("nvmlDeviceGetName", self.device),
            "driver": self.text("nvmlSystemGetDriverVersion"),
            "power_limit_watts": None if cap is None else cap / 1e3,
            "temperature_c": self.unsigned("nvmlDeviceGetTemperature", ctypes.c_int(0)),
            "sm_clock_mhz": self.unsigned("nvmlDeviceGetClockInfo", ctypes.c_int(1)),
        }


class Watch:
    """Samples power beside what runs, and reads the energy counter at both ends."""

    def __init__(self, nvml):
        self.nvml = nvml

    def __enter__(self):
        self.samples, self.over = [], threading.Event()
        self.thread = threading.Thread(target=self.sample, daemon=True)
        self.began, self.before = time.monotonic(), self.nvml.millijoules()
        self.thread.start()
        return self

    def sample(self):
        while not self.over.wait(SAMPLE_SECONDS):
            watts = self.nvml.watts()
            if watts is not None:
                self.samples.append(watts)

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.began
        after = self.nvml.millijoules()
        self.over.set()
        self.thread.join()
        counted = None not in (self.before, after)
        self.counter_watts = (after - self.before) / 1e3 / self.seconds if counted else None
        self.sampled_watts = statistics.fmean(self.samples) if self.samples else None
        self.clock_mhz = self.nvml.unsigned("nvmlDeviceGetClockInfo", ctypes.c_int(1))


class Llama:
    """The model's shapes, without its training: bfloat16, grouped-query attention, static KV cache."""

    def __init__(self, torch, device):
        self.torch = torch
        self.options = {"device": device, "dtype": torch.bfloat16}
        self.norms = torch.ones(2 * LAYERS + 1, WIDTH, **self.options)
        self.embedding = self.weight(VOCABULARY, WIDTH)
        self.head = self.weight(VOCABULARY, WIDTH)
        self.qkv = [self.weight((HEADS + 2 * KV_HEADS) * HEAD, WIDTH) for _ in range(LAYERS)]
        self.out = [self.weight(WIDTH, HEADS * HEAD) for _ in range(LAYERS)]
        self.up = [self.weight(2 * MLP, WIDTH) for _ in range(LAYERS)]
        self.down = [self.weight(WIDTH, MLP) for _ in range(LAYERS)]
        self.frequencies = ROPE_THETA ** (-torch.arange(0, HEAD, 2, device=device).float() / HEAD)
        self.keys = self.values = None

    def weight(self, rows, columns):
        return self.torch.randn(rows, columns, **self.options) * columns**-0.5

    def reserve(self, batch, context):
        """A KV cache for so many sequences of so many tokens, full of noise."""
        self.keys = self.values = None
        shape = (LAYERS, batch, KV_HEADS, context, HEAD)
        self.keys = self.torch.randn(shape, **self.options)
        self.values = self.torch.randn(shape, **self.options)

    def norm(self, x, weight):
        return self.torch.nn.functional.rms_norm(x, (WIDTH,), weight, 1e-5)

    def rotate(self, x, positions):
        angle = positions.float()[:, None] * self.frequencies
        cosine, sine = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
        even, odd = x[..., 0::2], x[..., 1::2]
        return self.torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)

    def layer(self, x, index, positions, cached):
        attend = self.torch.nn.functional.scaled_dot_product_attention
        batch, length, _ = x.shape
        heads = (self.norm(x, self.norms[2 * index]) @ self.qkv[index].T).view(batch, length, -1, HEAD)
        q, k, v = heads.transpose(1, 2).split((HEADS, KV_HEADS, KV_HEADS), dim=1)
        q, k = self.rotate(q, positions), self.rotate(k, positions)
        if cached:
            self.keys[index].index_copy_(2, positions, k)
            self.values[index].index_copy_(2, positions, v)
            k, v = self.keys[index], self.values[index]
        mixed = attend(q, k, v, is_causal=not cached, enable_gqa=True)
        x = x + mixed.transpose(1, 2).reshape(batch, length, -1) @ self.out[index].T
        gate, up = (self.norm(x, self.norms[2 * index + 1]) @ self.up[index].T).chunk(2, -1)
        return x + (self.torch.nn.functional.silu(gate) * up) @ self.down[index].T

    def forward(self, tokens, positions, cached):
        x = self.embedding[tokens]
        for index in range(LAYERS):
            x = self.layer(x, index, positions, cached)
        return (self.norm(x[:, -1], self.norms[-1]) @ self.head.T).argmax(-1, keepdim=True)


def timed(torch, nvml, step, seconds):
    """Repeats a step for so long; seconds of one, and what the GPU drew."""
    for _ in range(3):
        step()
    torch.cuda.synchronize()
    steps = 0
    with Watch(nvml) as watch:
        while time.monotonic() - watch.began < seconds:
            step()
            steps += 1
            if steps % 8 == 0:
                torch.cuda.synchronize()
        torch.cuda.synchronize()
    return watch.seconds / steps, watch


def row(kind, batch, context, step_seconds, tokens, watch):
    watts = watch.counter_watts or watch.sampled_watts
    return {
        "kind": kind,
        "batch": batch,
        "context_tokens": context,
        "step_ms": None if step_seconds is None else round(step_seconds * 1e3, 3),
        "tokens_per_second": None if step_seconds is None else round(tokens / step_seconds, 1),
        "counter_watts": watch.counter_watts,
        "sampled_watts": watch.sampled_watts,
        "joules_per_token": None if step_seconds is None or not watts else watts * step_seconds / tokens,
        "sm_clock_mhz": watch.clock_mhz,
        "samples": len(watch.samples),
    }


def graphed(torch, step):
    """The step as a CUDA graph, as engines decode: without it small batches measure the host."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def idle(nvml, seconds):
    with Watch(nvml) as watch:
        time.sleep(seconds)
    return row("idle, model loaded", 0, 0, None, 0, watch)


def prefill(torch, nvml, model, device, length, seconds):
    tokens = torch.randint(VOCABULARY, (1, length), device=device)
    positions = torch.arange(length, device=device)
    step_seconds, watch = timed(torch, nvml, lambda: model.forward(tokens, positions, False), seconds)
    return row("prefill", 1, length, step_seconds, length, watch)


def decode(torch, nvml, model, device, batch, context, seconds):
    model.reserve(batch, context)
    tokens = torch.randint(VOCABULARY, (batch, 1), device=device)
    positions = torch.tensor([context - 1], device=device)
    step = graphed(torch, lambda: model.forward(tokens, positions, True))
    step_seconds, watch = timed(torch, nvml, step, seconds)
    return row("decode", batch, context, step_seconds, batch, watch)


def curve(torch, nvml, options):
    """Every row, in the order in which it is measured; a batch that does not fit ends the curve."""
    device = torch.device("cuda", options.gpu)
    torch.cuda.set_device(device)
    torch.manual_seed(options.seed)
    with torch.inference_mode():
        model = Llama(torch, device)
        torch.cuda.synchronize()
        time.sleep(options.settle)
        yield idle(nvml, options.seconds)
        for length in options.prompts:
            yield prefill(torch, nvml, model, device, length, options.seconds)
        for batch in options.batches:
            try:
                yield decode(torch, nvml, model, device, batch, options.context, options.seconds)
            except torch.cuda.OutOfMemoryError:
                print(f"batch {batch} x {options.context} tokens does not fit", file=sys.stderr)
                return


def shown(figure, digits):
    return "–" if figure is None else f"{figure:,.{digits}f}"


def table(rows):
    lines = [
        "| what | batch | context | step ms | tokens/s | W, counter | W, sampled | J/token | SM MHz |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        cells = [
            r["kind"],
            str(r["batch"] or "–"),
            str(r["context_tokens"] or "–"),
            shown(r["step_ms"], 2),
            shown(r["tokens_per_second"], 0),
            shown(r["counter_watts"], 1),
            shown(r["sampled_watts"], 1),
            shown(r["joules_per_token"], 4),
            shown(r["sm_clock_mhz"], 0),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def numbers(text):
    values = [int(part) for part in text.split(",")]
    if min(values) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return values


def parsed(words):
    head, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=head, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gpu", type=int, default=0, help="its index (default 0)")
    parser.add_argument(
        "--batches", type=numbers, default=[1, 2, 4, 8, 16, 32, 64, 128, 256], help="of decode, comma-separated"
    )
    parser.add_argument("--prompts", type=numbers, default=[128, 512, 2048, 8192], help="lengths of prefill")
    parser.add_argument("--context", type=int, default=1024, help="tokens of each sequence in decode")
    parser.add_argument("--seconds", type=float, default=8.0, help="length of each measurement")
    parser.add_argument("--settle", type=float, default=10.0, help="seconds between loading and idle")
    parser.add_argument("--seed", type=int, default=7, help="of weights and tokens")
    parser.add_argument("--json", metavar="FILE", help="write conditions and rows there, too")
    return parser.parse_args(words)


def gpu(index):
    """PyTorch and the driver's library, or why there is no GPU to measure."""
    try:
        nvml = Nvml(index)
    except (OSError, AttributeError) as reason:
        sys.exit(f"there is no NVIDIA GPU {index} here: {reason}")
    # CUDA counts as the driver does, so that both mean the same GPU.
    os.environ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"
    try:
        import torch
    except ImportError as reason:
        sys.exit(f"this needs PyTorch with CUDA: {reason}")
    if not torch.cuda.is_available():
        sys.exit(f"PyTorch {torch.__version__} sees no GPU here")
    return torch, nvml


def main(words):
    options = parsed(words)
    torch, nvml = gpu(options.gpu)
    conditions = nvml.conditions() | {"torch": torch.__version__, "cuda": torch.version.cuda, "seed": options.seed}
    print(json.dumps(conditions), file=sys.stderr)
    rows = []
    for measured in curve(torch, nvml, options):
        rows.append(measured)
        print(json.dumps(measured), file=sys.stderr)
    print(table(rows))
    print(f"\n{conditions['gpu']}, limit {shown(conditions['power_limit_watts'], 0)} W, driver {conditions['driver']}, "
          f"PyTorch {torch.__version__}, bfloat16, random weights, {options.seconds:g} s each.")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"conditions": conditions, "rows": rows}, out, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
