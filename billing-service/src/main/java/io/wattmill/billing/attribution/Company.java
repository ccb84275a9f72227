// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.attribution.Pieces.Piece;
import io.wattmill.billing.meter.Coefficients;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * With how many others attempts shared the steps of a window.
 *
 * <p>Nobody tells when steps were, but energy is a clock: an engine at work draws nearly the same
 * power whatever it does. What a piece of the window took above base, less what its prompts took,
 * over the energy of a step with its sequences, is how many steps it had; at least one where a
 * prompt was done, because the others made a token in its last step. An attempt's tokens in the
 * window are spread over its pieces by those.
 */
final class Company {

    /** Steps are counted in parts of 2^-30. */
    private static final int STEP_BITS = 30;

    private static final BigInteger STEP = BigInteger.ONE.shiftLeft(STEP_BITS);
    private static final BigInteger SCALE = BigInteger.valueOf(Residency.WEIGHT_SCALE);

    /** Of the pieces up to an instant: steps, and one sharer's parts of them. */
    private record Sum(BigInteger steps, BigInteger parts) {

        static final Sum NONE = new Sum(BigInteger.ZERO, BigInteger.ZERO);

        Sum plus(BigInteger more, int sharers) {
            BigInteger part = more.divide(BigInteger.valueOf(Math.max(1, sharers)));
            return new Sum(steps.add(more), parts.add(part));
        }

        Sum minus(Sum other) {
            return new Sum(steps.subtract(other.steps), parts.subtract(other.parts));
        }
    }

    private final Window window;
    private final Map<Long, Sum> sums = new HashMap<>();

    private Company(Window window) {
        this.window = window;
    }

    /** Of the attempts in a window; nobody shares where the joules of a step are not known. */
    static Company in(Window window, List<Residency> present) {
        Company company = new Company(window);
        if (window.coefficients().stepUj() > 0) {
            company.add(Pieces.of(window, present));
        }
        return company;
    }

    private void add(List<Piece> pieces) {
        long busyUs = pieces.stream().mapToLong(piece -> piece.time().lengthUs()).sum();
        Sum sum = Sum.NONE;
        for (Piece piece : pieces) {
            sums.put(piece.time().fromUs(), sum);
            sum = sum.plus(steps(piece, busyUs), piece.sharers());
            sums.put(piece.time().toUs(), sum);
        }
    }

    /** And a trace for its length, so that time in which no step is known of counts evenly. */
    private BigInteger steps(Piece piece, long busyUs) {
        BigInteger length = BigInteger.valueOf(piece.time().lengthUs());
        BigInteger weight =
                BigInteger.valueOf(window.dynamicUj())
                        .multiply(SCALE)
                        .multiply(length)
                        .divide(BigInteger.valueOf(busyUs))
                        .subtract(piece.prefillWeight())
                        .max(BigInteger.ZERO);
        BigInteger steps = weight.shiftLeft(STEP_BITS).divide(stepWeight(piece.sharers()));
        return (piece.endsInFirstToken() ? steps.max(STEP) : steps).add(length);
    }

    private BigInteger stepWeight(int sequences) {
        Coefficients coefficients = window.coefficients();
        return BigInteger.valueOf(coefficients.ownUjPerToken())
                .multiply(BigInteger.valueOf(sequences))
                .add(BigInteger.valueOf(coefficients.stepUj()))
                .multiply(SCALE);
    }

    /**
     * What one of these attempts has to bear of what its steps took.
     *
     * @param decoding when it decoded in the window
     * @param weight of its steps, were it alone in all of them
     */
    BigInteger share(Stretch decoding, BigInteger weight) {
        Sum own = at(decoding.toUs()).minus(at(decoding.fromUs()));
        return own.steps().signum() == 0
                ? BigInteger.ZERO
                : weight.multiply(own.parts()).divide(own.steps());
    }

    private Sum at(long us) {
        return sums.getOrDefault(us, Sum.NONE);
    }
}
