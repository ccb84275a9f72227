// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What each GPU of the catalogue draws, and how sure that is. All are shares of TDP, scaled to the
 * board.
 *
 * <p>Idle with a model loaded is assumed for every GPU: 115 W of an H100's 700 W, in proportion.
 */
public final class PowerCurves {
    private static final double IDLE = 115.0 / 700;

    // Least squares over ML.ENERGY v3, Llama-3.1-8B and 70B (23 rows): see PowerCurve.
    private static final Shape HOPPER = new Shape(470.0 / 700, 698.0 / 700, 59, 0.929, 0.914);

    // Set by hand at ML.ENERGY v3 on B200 (1, 2, 4 and 8 GPUs, 16 points): within 6 % in the
    // median,
    // 38 % at worst, since its watts fall again beyond batch 1,000, which this form cannot say.
    private static final Shape BLACKWELL = new Shape(0.75, 0.93, 59, 1, 1);

    // The B200's, times the ratio of the two GPUs' measured levels: PowerLevels.
    private static final Shape GRACE_BLACKWELL =
            new Shape(
                    0.75 * PowerLevels.GB200.decodeProducts() / PowerLevels.B200.decodeProducts(),
                    0.93 * PowerLevels.GB200.promptProducts() / PowerLevels.B200.promptProducts(),
                    59,
                    1,
                    1);

    // Set by hand at Splitwise's A100s (perf_model.csv, column average_power): Llama-2-70B at batch
    // 1 draws 0.74 of TDP on 2 GPUs, 0.60 on 4 and 0.44 on 8; peak while prompts are computed 1.0.
    private static final Shape AMPERE = new Shape(0.74, 1, 31, 0.81, 0.95);

    private PowerCurves() {}

    /**
     * A curve and where it is from.
     *
     * @param source for people
     */
    public record Known(PowerCurve curve, String source) {}

    private record Shape(
            double low, double high, double halfRows, double groupLow, double groupHigh) {
        PowerCurve of(long tdpMilliwatts, Provenance provenance) {
            return new PowerCurve(
                    Math.round(tdpMilliwatts * IDLE),
                    Math.round(tdpMilliwatts * low),
                    Math.round(tdpMilliwatts * Math.min(1, high)),
                    halfRows,
                    groupLow,
                    groupHigh,
                    tdpMilliwatts,
                    provenance);
        }

        Known known(long tdpMilliwatts, Provenance provenance, String source) {
            return new Known(of(tdpMilliwatts, provenance), source);
        }
    }

    /**
     * The curve of a GPU.
     *
     * @param name catalogue name
     * @param tdpMilliwatts of the board
     * @throws IllegalArgumentException for one that is not in the catalogue
     */
    public static Known of(String name, long tdpMilliwatts) {
        return switch (name) {
            case "h100-sxm" ->
                    HOPPER.known(tdpMilliwatts, Provenance.FITTED, "ML.ENERGY v3, 23 rows");
            case "h200-sxm" ->
                    HOPPER.known(tdpMilliwatts, Provenance.DERIVED, "as the H100, the same chip");
            case "b200-sxm" ->
                    BLACKWELL.known(
                            tdpMilliwatts,
                            Provenance.DERIVED,
                            "by hand from ML.ENERGY v3 on B200, 16 points");
            case "gb200" ->
                    GRACE_BLACKWELL.known(
                            tdpMilliwatts,
                            Provenance.DERIVED,
                            "the B200's by the ratio of measured kernel watts");
            case "a100-sxm" ->
                    AMPERE.known(
                            tdpMilliwatts,
                            Provenance.DERIVED,
                            "by hand from Splitwise's Llama-2-70B");
            case "b300-sxm" -> derived(BLACKWELL, tdpMilliwatts, "as the B200");
            case "gb300" -> derived(GRACE_BLACKWELL, tdpMilliwatts, "as the GB200");
            case "mi325x", "mi355x" ->
                    HOPPER.known(
                            tdpMilliwatts,
                            Provenance.ASSUMED,
                            "as the H100, in proportion to a board power that is assumed");
            case "l40s", "mi300x", "rtx-pro-6000" -> derived(HOPPER, tdpMilliwatts, "as the H100");
            default ->
                    throw new IllegalArgumentException(
                            "no power curve of " + name + ": PowerCurves says what each GPU draws");
        };
    }

    private static Known derived(Shape shape, long tdpMilliwatts, String like) {
        return shape.known(tdpMilliwatts, Provenance.DERIVED, like + ", in proportion to TDP");
    }
}
