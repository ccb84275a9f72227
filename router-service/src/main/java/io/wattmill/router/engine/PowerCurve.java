// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Power of one GPU while it runs steps, by the rows in them (one per decoding sequence, one per
 * prompt token): {@code low + (high - low) / (1 + (half / rows)^1.5)}, which is a logistic in log2
 * of the rows. In a tensor-parallel group of n > 1 GPUs, which wait for each other, low and high
 * are damped and half grows by {@code n^0.75}.
 *
 * <p>Source of the shape and of the H100's constants: a least-squares fit to ML.ENERGY v3 (vLLM,
 * steady state, lm-arena-chat): Llama-3.1-8B on 1 H100 at batch 8 to 691 (11 rows) and
 * Llama-3.1-70B on 4 H100 at batch 8 to 898 (12 rows). Relative error: median 0.8 %, worst 3.9 %;
 * {@code EngineCalibrationTest} measures it again. Below batch 8 the curve is an extrapolation: no
 * row of the source says what it draws there.
 *
 * @param idleMilliwatts with the model loaded and nothing running
 * @param lowMilliwatts limit for one row
 * @param highMilliwatts limit for many rows
 * @param halfRows rows at which power is half way between low and high
 * @param groupLow factor on low in a group
 * @param groupHigh factor on high in a group
 * @param capMilliwatts board power limit (TDP); nothing exceeds it
 */
public record PowerCurve(
        long idleMilliwatts,
        long lowMilliwatts,
        long highMilliwatts,
        double halfRows,
        double groupLow,
        double groupHigh,
        long capMilliwatts) {
    private static final double HALF_GROWTH = 0.75;

    public PowerCurve {
        if (idleMilliwatts < 0
                || lowMilliwatts * groupLow < idleMilliwatts
                || highMilliwatts * groupHigh < lowMilliwatts * groupLow
                || capMilliwatts < highMilliwatts) {
            throw new IllegalArgumentException("power curve: idle <= low <= high <= cap");
        }
    }

    /** The curve of one GPU in a group of {@code gpus}. */
    InGroup inGroup(int gpus) {
        return gpus == 1
                ? new InGroup(lowMilliwatts, highMilliwatts, halfRows)
                : new InGroup(
                        lowMilliwatts * groupLow,
                        highMilliwatts * groupHigh,
                        halfRows * Math.pow(gpus, HALF_GROWTH));
    }

    /** The curve with the group's damping applied. */
    record InGroup(double low, double high, double half) {
        /** Milliwatts in a step of {@code rows} > 0 rows. */
        double milliwatts(double rows) {
            double ratio = half / rows;
            return low + (high - low) / (1 + ratio * Math.sqrt(ratio));
        }
    }
}
