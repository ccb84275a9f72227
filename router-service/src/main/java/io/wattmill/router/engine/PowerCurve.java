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
 * @param capMilliwatts board power limit: TDP or a lower cap; nothing exceeds it, and steps that
 *     would draw more run at a lower clock
 * @param provenance of the watts of steps; those of idling are assumed for every GPU
 */
public record PowerCurve(
        long idleMilliwatts,
        long lowMilliwatts,
        long highMilliwatts,
        double halfRows,
        double groupLow,
        double groupHigh,
        long capMilliwatts,
        Provenance provenance) {
    private static final double HALF_GROWTH = 0.75;
    private static final double ROUNDING_MILLIWATTS = 1;

    /**
     * Watts above idle go with this power of the clock. Picked by hand, so assumed: it suits MLPerf
     * v4.1's H200 at caps of 350 W (GPT-J) and 500 W (Llama-2-70B, Mixtral) against the same at 700
     * W, when only matrix products and the attention of prompts are slowed; less than the 2 to 3 of
     * a voltage that follows the clock, because a capped board slows what is around its cores too.
     * {@code fidelity mlperf} measures it again.
     */
    public static final double CLOCK_EXPONENT = 1.5;

    /** No board goes lower: NVIDIA's lowest clocks under load are about a fifth of the highest. */
    private static final double LOWEST_CLOCK = 0.2;

    public PowerCurve {
        if (idleMilliwatts < 0
                || lowMilliwatts * groupLow < idleMilliwatts - ROUNDING_MILLIWATTS
                || highMilliwatts * groupHigh < lowMilliwatts * groupLow - ROUNDING_MILLIWATTS
                || capMilliwatts < idleMilliwatts) {
            throw new IllegalArgumentException("power curve: idle <= low <= high, idle <= cap");
        }
    }

    /**
     * The same board under a lower power limit (an operator's cap, a plan's, MLPerf's MaxQ).
     *
     * @throws IllegalArgumentException if idling alone exceeds it
     */
    public PowerCurve limitedTo(long milliwatts) {
        return new PowerCurve(
                idleMilliwatts,
                lowMilliwatts,
                highMilliwatts,
                halfRows,
                groupLow,
                groupHigh,
                Math.min(capMilliwatts, milliwatts),
                milliwatts < Math.min(capMilliwatts, highMilliwatts) ? slowed() : provenance);
    }

    /** Of steps at a lower clock: {@link #CLOCK_EXPONENT}. */
    private Provenance slowed() {
        return provenance.and(Provenance.ASSUMED);
    }

    /**
     * The same board with its clock locked: less of what it draws above idle, alone or in a group.
     *
     * @param share of its highest clock, in (0, 1]
     */
    public PowerCurve atClock(double share) {
        double above = Math.pow(share, CLOCK_EXPONENT);
        double low = aboveIdle(lowMilliwatts, above);
        double high = aboveIdle(highMilliwatts, above);
        return new PowerCurve(
                idleMilliwatts,
                Math.round(low),
                Math.round(high),
                halfRows,
                aboveIdle(lowMilliwatts * groupLow, above) / low,
                aboveIdle(highMilliwatts * groupHigh, above) / high,
                capMilliwatts,
                share < 1 ? slowed() : provenance);
    }

    private double aboveIdle(double milliwatts, double share) {
        return idleMilliwatts + (milliwatts - idleMilliwatts) * share;
    }

    /** The curve of one GPU in a group of {@code gpus}. */
    InGroup inGroup(int gpus) {
        boolean alone = gpus == 1;
        return new InGroup(
                idleMilliwatts,
                alone ? lowMilliwatts : lowMilliwatts * groupLow,
                alone ? highMilliwatts : highMilliwatts * groupHigh,
                alone ? halfRows : halfRows * Math.pow(gpus, HALF_GROWTH),
                capMilliwatts);
    }

    /** The curve with the group's damping applied. */
    record InGroup(double idle, double low, double high, double half, double cap) {
        /** Milliwatts in a step of {@code rows} > 0 rows. */
        double milliwatts(double rows) {
            return Math.min(cap, unlimited(rows));
        }

        private double unlimited(double rows) {
            double ratio = half / rows;
            return low + (high - low) / (1 + ratio * Math.sqrt(ratio));
        }

        /** Whether some steps have to run at a lower clock. */
        boolean limits() {
            return high > cap;
        }

        /** Share of the highest clock at which a step of {@code rows} keeps to the limit. */
        double clock(double rows) {
            double wanted = unlimited(rows);
            return wanted <= cap
                    ? 1
                    : Math.max(
                            LOWEST_CLOCK,
                            Math.pow((cap - idle) / (wanted - idle), 1 / CLOCK_EXPONENT));
        }
    }
}
