// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A window cut wherever one of its attempts begins or ends to read its prompt or to decode, so that
 * the same ones are at work throughout a piece. At most three cuts an attempt.
 */
final class Pieces {

    /** Prompts are read at so many parts of a weight a microsecond. */
    private static final int RATE_BITS = 20;

    /**
     * A piece in which somebody is at work.
     *
     * @param sharers attempts that decode
     * @param prefillWeight predicted energy of the prompts that are read in it
     * @param endsInFirstToken whether a step ends with it
     */
    record Piece(Stretch time, int sharers, BigInteger prefillWeight, boolean endsInFirstToken) {}

    /** What is different after an instant, and whether a first token came at it. */
    private record Change(int sharers, BigInteger prefillRate, boolean firstToken) {

        static final Change NONE = new Change(0, BigInteger.ZERO, false);

        Change plus(Change other) {
            return new Change(
                    sharers + other.sharers,
                    prefillRate.add(other.prefillRate),
                    firstToken || other.firstToken);
        }

        Change opposite() {
            return new Change(-sharers, prefillRate.negate(), false);
        }

        boolean isRest() {
            return sharers == 0 && prefillRate.signum() == 0;
        }
    }

    private final Window window;
    private final NavigableMap<Long, Change> changes = new TreeMap<>();

    private Pieces(Window window) {
        this.window = window;
    }

    /** The pieces of a window with these attempts in it, in order of time. */
    static List<Piece> of(Window window, List<Residency> present) {
        Pieces pieces = new Pieces(window);
        present.forEach(pieces::cut);
        return pieces.all();
    }

    private void cut(Residency residency) {
        Stretch reading = residency.prefilling();
        BigInteger rate =
                residency
                        .prefillWeight(window.coefficients())
                        .shiftLeft(RATE_BITS)
                        .divide(BigInteger.valueOf(reading.lengthUs()));
        cut(reading, new Change(0, rate, false));
        if (residency.decodeTokens() > 0) {
            cut(residency.decoding(), new Change(1, BigInteger.ZERO, residency.tellsFirstToken()));
        }
    }

    private void cut(Stretch stretch, Change change) {
        Stretch within = stretch.within(window);
        if (within.lengthUs() > 0) {
            changes.merge(within.fromUs(), change, Change::plus);
            changes.merge(within.toUs(), change.opposite(), Change::plus);
        }
    }

    private List<Piece> all() {
        List<Piece> pieces = new ArrayList<>();
        Change at = Change.NONE;
        long fromUs = 0;
        for (Map.Entry<Long, Change> next : changes.entrySet()) {
            if (!at.isRest()) {
                Stretch time = new Stretch(fromUs, next.getKey());
                pieces.add(piece(time, at, next.getValue()));
            }
            at = at.plus(next.getValue());
            fromUs = next.getKey();
        }
        return pieces;
    }

    private static Piece piece(Stretch time, Change during, Change after) {
        BigInteger prefill =
                during.prefillRate
                        .multiply(BigInteger.valueOf(time.lengthUs()))
                        .shiftRight(RATE_BITS);
        return new Piece(time, during.sharers, prefill, after.firstToken);
    }
}
