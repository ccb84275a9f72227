// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.WeightFormat;
import io.wattmill.twin.fidelity.data.Row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tables of one GPU tell of its kernels. */
final class Tables {
    /** A table of fewer large products tells nothing. */
    private static final int FEWEST = 100;

    private static final String BLOCKS = "fp8_block";
    private static final double WINDOWLESS = 0;
    private static final double UPPER_QUARTILE = 0.75;
    private static final double MANY_BYTES = 256e6;

    private final MeasuredGpu gpu;

    Tables(MeasuredGpu gpu) {
        this.gpu = gpu;
    }

    /** What one table, of one type of data, tells of one format's products. */
    record Told(String type, WeightFormat format, Shares shares) {}

    /** Of dense products. 8-bit block products of few rows hold compile time. */
    List<Told> dense() {
        return told(
                gpu.table("gemm__gemm").stream()
                        .collect(Collectors.groupingBy(row -> row.text("gemm_dtype"))),
                false);
    }

    /**
     * Of experts' grouped products. Of 8 bits those in blocks count where there are any: as models
     * of 8-bit experts are published.
     */
    List<Told> experts() {
        Map<String, List<Row>> types =
                gpu.table("moe__moe").stream()
                        .collect(Collectors.groupingBy(row -> row.text("moe_dtype")));
        Map<String, List<Row>> counted = new TreeMap<>(types);
        if (types.containsKey(BLOCKS)) {
            counted.remove("fp8");
        }
        return told(counted, true);
    }

    private List<Told> told(Map<String, List<Row>> types, boolean experts) {
        List<Told> all = new ArrayList<>();
        new TreeMap<>(types)
                .forEach(
                        (type, rows) ->
                                format(type)
                                        .flatMap(format -> told(type, format, rows, experts))
                                        .ifPresent(all::add));
        return all;
    }

    private Optional<Told> told(String type, WeightFormat format, List<Row> rows, boolean experts) {
        List<Kernel> kernels =
                rows.stream()
                        .map(row -> experts ? ofExperts(row, format) : ofDense(row, format))
                        .toList();
        if (kernels.stream().filter(Kernel::large).count() < FEWEST) {
            return Optional.empty();
        }
        boolean line = experts || !type.equals(BLOCKS);
        GpuSpec spec = gpu.spec();
        return Optional.of(
                new Told(
                        type,
                        format,
                        Kernel.shares(
                                kernels, spec.peakFlops(format), spec.hbmBytesPerSecond(), line)));
    }

    private static Kernel ofDense(Row row, WeightFormat format) {
        double m = row.number("m");
        double n = row.number("n");
        double k = row.number("k");
        double bytes = n * k * format.bytes();
        return new Kernel(
                m >= 2048 && n >= 2048 && k >= 2048 && n * k >= 30e6,
                m <= 64 && bytes > 20e6,
                2 * m * n * k,
                bytes,
                row.number("latency") / 1e3);
    }

    /** Of one GPU's slice; with few tokens some experts are not read at all. */
    private static Kernel ofExperts(Row row, WeightFormat format) {
        double tokens = row.number("num_tokens");
        double experts = row.number("num_experts");
        double chosen = row.number("topk");
        double one =
                3
                        * row.number("hidden_size")
                        * row.number("inter_size")
                        / row.number("moe_tp_size");
        double ranks = row.number("moe_ep_size");
        double touched = 1 - Math.pow(1 - chosen / experts, tokens);
        return new Kernel(
                tokens >= 4096,
                tokens <= 256,
                2 * one * tokens * chosen / ranks,
                one * experts / ranks * format.bytes() * touched,
                row.number("latency") / 1e3);
    }

    /** Which format's products a table of this type is of; empty where no model runs so. */
    private Optional<WeightFormat> format(String type) {
        boolean fourBits = gpu.spec().generation().multipliesFourBits();
        return switch (type) {
            case "bfloat16" -> Optional.of(WeightFormat.BF16);
            case "fp8", BLOCKS -> Optional.of(WeightFormat.FP8);
            case "nvfp4" -> Optional.of(WeightFormat.NVFP4);
            case "int4_wo" -> Optional.of(WeightFormat.INT4);
            case "w4a16_mxfp4" -> Optional.of(WeightFormat.MXFP4).filter(_ -> !fourBits);
            case "w4a8_mxfp4_mxfp8" -> Optional.of(WeightFormat.MXFP4);
            default -> Optional.empty();
        };
    }

    /**
     * Of attention over whole contexts: the upper quartile of what prompts of 2,048 to 8,192 tokens
     * compute, and the median of what decoding sequences of a 16-bit cache of more than 256 MB
     * read.
     */
    Told attention() {
        double[] computed =
                windowless("attention__context_attention")
                        .filter(row -> row.count("isl") >= 2048 && row.count("isl") <= 8192)
                        .mapToDouble(this::computed)
                        .toArray();
        double[] read =
                windowless("attention__generation_attention")
                        .filter(row -> "bfloat16".equals(row.text("kv_cache_dtype")))
                        .filter(row -> cacheBytes(row) > MANY_BYTES)
                        .mapToDouble(this::read)
                        .toArray();
        return new Told(
                "bfloat16",
                WeightFormat.BF16,
                new Shares(
                        Shares.quantile(computed, UPPER_QUARTILE),
                        OptionalDouble.of(Shares.quantile(read, 0.5)),
                        OptionalDouble.of(0)));
    }

    private Stream<Row> windowless(String kernels) {
        return gpu.table(kernels).stream().filter(row -> window(row) == WINDOWLESS);
    }

    private static double window(Row row) {
        String window = row.textOr("window_size", "0");
        return window.isEmpty() ? WINDOWLESS : Double.parseDouble(window);
    }

    private double computed(Row row) {
        double tokens = row.number("isl");
        double pairs = row.number("batch_size") * tokens * tokens / 2;
        double flops = 4 * pairs * row.number("num_heads") * row.number("head_dim");
        return flops / (row.number("latency") / 1e3) / gpu.spec().bf16Flops();
    }

    private double read(Row row) {
        return cacheBytes(row) / (row.number("latency") / 1e3) / gpu.spec().hbmBytesPerSecond();
    }

    private static double cacheBytes(Row row) {
        double tokens = row.number("batch_size") * (row.number("isl") + row.number("step"));
        return 4 * tokens * row.number("num_key_value_heads") * row.number("head_dim");
    }
}
