// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.WeightFormat;
import io.wattmill.twin.predict.ServingPoint.ClosedLoad;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one row of aiconfigurator's {@code measured_serving_points.csv} by its columns' names; only
 * backend, model_path, system, isl, osl, tp_size and batch_size must be there.
 *
 * @param cells text by column
 */
public record PointRow(Map<String, String> cells) {
    /** Lengths of InferenceX's requests are drawn evenly from 0.8 to 1 of the nominal one. */
    private static final double DRAWN = 0.9;

    private static final int LARGEST_GROUP = 8;

    // Products of three sizes stay within an int; nothing that runs comes near.
    private static final int LARGEST_SIZE = 1024;
    private static final double LARGEST_NUMBER = 1e9;
    private static final Pattern CLIENTS = Pattern.compile("silicon_concurrency=(\\d+)");
    private static final Pattern BENCHMARK = Pattern.compile("config_id=|\\.csv");
    private static final Pattern PER_COPY = Pattern.compile("gtl_job_id=");

    /** The point, or why it is none. */
    public PointReading read() {
        try {
            return mode().equals("agg") ? reading() : unknown("mode " + mode());
        } catch (UnreadableCell e) {
            return unknown(e.reason());
        }
    }

    private PointReading reading() {
        Optional<EngineBackend> backend = EngineBackend.find(text("backend"));
        Optional<GpuSpec> gpu = Gpus.find(gpuName());
        Optional<ModelArchitecture> model = Models.find(modelName());
        if (backend.isEmpty()) {
            return unknown("backend " + text("backend") + " is not known");
        }
        if (gpu.isEmpty()) {
            return unknown("GPU " + text("system") + " is not in the catalogue");
        }
        if (model.isEmpty()) {
            return unknown("model " + text("model_path") + " is not in the catalogue");
        }
        return MemoryFit.checked(point(backend.get(), gpu.get(), model.get()));
    }

    private PointReading point(EngineBackend backend, GpuSpec gpu, ModelArchitecture model) {
        Parallelism spread = new Layout(this, model).spread();
        if (model.heads() % spread.tensor() != 0) {
            return unknown("tensor parallelism does not divide the model's heads");
        }
        if (spread.gpus() > LARGEST_GROUP) {
            return unknown("more than " + LARGEST_GROUP + " GPUs in one aggregated engine");
        }
        ModelArchitecture formatted = Formats.of(this, backend, model);
        Campaign campaign = Campaign.of(this, backend, model);
        ClosedLoad load = load();
        return new PointReading.Known(
                new ServingPoint(
                        backend,
                        formatted,
                        gpu,
                        spread,
                        load,
                        campaign.speculative(),
                        campaign.captured(),
                        Recipe.of(this, backend, model, gpu, spread, load),
                        campaign.sampling(),
                        campaign.yearsLater()));
    }

    private ClosedLoad load() {
        double share = isBenchmark() ? DRAWN : 1;
        return new ClosedLoad(
                clients(),
                positive("isl") * share,
                Math.max(1, positive("osl") * share),
                !isBenchmark());
    }

    /** Clients of the whole engine; the column has those of one copy of the attention. */
    private double clients() {
        Matcher told = CLIENTS.matcher(source());
        boolean whole = !PER_COPY.matcher(source()).find() && told.find();
        return whole
                ? bounded("silicon_concurrency", Double.parseDouble(told.group(1)))
                : positive("batch_size") * count("attention_dp_size");
    }

    /** Whether the row is one of InferenceX's. */
    boolean isBenchmark() {
        return BENCHMARK.matcher(source()).find();
    }

    String source() {
        return text("silicon_data_source");
    }

    private String mode() {
        String mode = text("mode");
        return mode.isEmpty() ? "agg" : mode;
    }

    private String gpuName() {
        return text("system").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Formats have columns of their own, so that the path's suffix does not count. */
    private String modelName() {
        return text("model_path");
    }

    String text(String column) {
        return cells.getOrDefault(column, "").strip();
    }

    /** A size; 1 where the row has none. */
    int count(String column) {
        double size = number(column).orElse(1);
        if (size > LARGEST_SIZE) {
            throw new UnreadableCell("column " + column + " is more than " + LARGEST_SIZE);
        }
        return (int) Math.max(1, size);
    }

    private double positive(String column) {
        return bounded(column, number(column).orElse(0));
    }

    private static double bounded(String column, double value) {
        if (!(value > 0)) {
            throw new UnreadableCell("column " + column + " has no number");
        }
        if (value > LARGEST_NUMBER) {
            throw new UnreadableCell("column " + column + " is more than 1e9");
        }
        return value;
    }

    /** A measured time above zero; empty where there is none. */
    OptionalDouble measured(String column) {
        try {
            OptionalDouble number = number(column);
            return number.orElse(0) > 0 ? number : OptionalDouble.empty();
        } catch (UnreadableCell e) {
            return OptionalDouble.empty();
        }
    }

    /** A number; empty where there is none. */
    OptionalDouble number(String column) {
        String text = text(column);
        try {
            return text.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(finite(column, Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            throw new UnreadableCell("column " + column + " has no number");
        }
    }

    private static double finite(String column, double value) {
        if (!Double.isFinite(value)) {
            throw new UnreadableCell("column " + column + " has no number");
        }
        return value;
    }

    private static PointReading unknown(String reason) {
        return new PointReading.Unknown(reason);
    }

    /** A cell that makes the row unusable. */
    private static final class UnreadableCell extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        UnreadableCell(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The format that a weight column names; empty for none. */
    static Optional<WeightFormat> format(String column) {
        return switch (column) {
            case "bf16", "bfloat16", "float16" -> Optional.of(WeightFormat.BF16);
            case "fp8", "fp8_block" -> Optional.of(WeightFormat.FP8);
            case "nvfp4", "fp4" -> Optional.of(WeightFormat.NVFP4);
            case "int4_wo", "int4" -> Optional.of(WeightFormat.INT4);
            default -> Optional.empty();
        };
    }
}
