// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import io.wattmill.router.engine.Calibration;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.KernelTable;
import io.wattmill.router.engine.KernelTable.Product;
import io.wattmill.router.engine.PowerCurve;
import io.wattmill.router.engine.Provenance;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.Tuning;
import io.wattmill.router.engine.WeightFormat;
import io.wattmill.twin.fidelity.data.PlainCalibration;

import java.util.Map;

/**
 * The constants of vLLM on H100 that a fit to ML.ENERGY moves: of steps, by format and kind of
 * product, and of power. Each has a value from before (as the catalogue's) and a relative standard
 * deviation of it.
 */
final class Constants {
    private enum Name {
        GEMM(0.70, 0.1),
        WEIGHT_READ(0.85, 0.05),
        KV_READ(0.80, 0.1),
        OVERLAP(0.75, 0.3),
        PER_LAYER(43e-6, 0.3),
        PER_SEQUENCE(44e-6, 0.3),
        PER_STEP(300e-6, 0.5),
        REDUCE_LATENCY(2, 0.3),
        REDUCE_BYTES(1.2, 0.15),
        /** Of a layer of experts, beside its products. */
        EXPERT_LAYER(20e-6, 1),
        EXPERT_READ(1.5, 0.5),
        EXPERT_PRODUCTS(2, 0.5),
        /** Where each GPU has whole experts, the one with most work makes the others wait. */
        EXPERT_PARALLEL(1.2, 0.3),
        FP8(1.2, 0.3),
        EXPERT_FP8(1.2, 0.3),
        POWER_LOW(0.66, 0.1),
        POWER_HIGH(0.95, 0.05),
        POWER_HALF(59, 0.5),
        POWER_GROUP_LOW(0.93, 0.05),
        POWER_GROUP_HIGH(0.92, 0.05);

        private final double before;
        private final double spread;

        Name(double before, double spread) {
            this.before = before;
            this.spread = spread;
        }
    }

    static final int COUNT = Name.values().length;
    private static final double ATTENTION = 0.50;
    private static final long TDP_MILLIWATTS = 700_000;
    private static final long IDLE_MILLIWATTS = 115_000;

    private final double[] moved;

    /**
     * @param moved each by so many standard deviations
     */
    Constants(double[] moved) {
        this.moved = moved;
    }

    private double of(Name name) {
        return name.before * Math.exp(moved[name.ordinal()] * name.spread);
    }

    /** The engine that a row ran on. */
    EngineModel engine(Saturated row) {
        GpuSpec gpu = Gpus.H100_SXM.withPower(power());
        boolean whole = row.spread().expertWhole();
        return new EngineModel(
                row.model(),
                gpu,
                row.spread(),
                new Tuning(kernels(), calibration(whole ? of(Name.EXPERT_PARALLEL) : 1)),
                SpeculativeDecoding.OFF);
    }

    private KernelTable kernels() {
        double gemm = of(Name.GEMM);
        double read = of(Name.WEIGHT_READ);
        return new KernelTable(
                formats(gemm, read, 0, of(Name.FP8)),
                formats(
                        gemm / of(Name.EXPERT_PRODUCTS),
                        read / of(Name.EXPERT_READ),
                        of(Name.EXPERT_LAYER),
                        of(Name.EXPERT_FP8)),
                ATTENTION,
                of(Name.KV_READ));
    }

    private static Map<WeightFormat, Product> formats(
            double gemm, double read, double start, double fp8) {
        return Map.of(
                WeightFormat.BF16, new Product(gemm, read, start),
                WeightFormat.FP8, new Product(gemm / fp8, read / fp8, start));
    }

    private Calibration calibration(double experts) {
        return new PlainCalibration(
                        experts,
                        of(Name.REDUCE_LATENCY),
                        of(Name.REDUCE_BYTES),
                        of(Name.OVERLAP),
                        of(Name.PER_LAYER),
                        of(Name.PER_SEQUENCE),
                        of(Name.PER_STEP))
                .calibration();
    }

    private PowerCurve power() {
        return new PowerCurve(
                IDLE_MILLIWATTS,
                Math.round(TDP_MILLIWATTS * of(Name.POWER_LOW)),
                Math.round(TDP_MILLIWATTS * Math.min(1, of(Name.POWER_HIGH))),
                of(Name.POWER_HALF),
                of(Name.POWER_GROUP_LOW),
                of(Name.POWER_GROUP_HIGH),
                TDP_MILLIWATTS,
                Provenance.FITTED);
    }
}
