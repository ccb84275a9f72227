// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A decimal number as it was written, {@code unscaled * 10^exponent}: meter readings never pass
 * through a double. Eighteen significant digits are kept; further ones are cut.
 *
 * @param unscaled the digits, at most 18
 * @param exponent the power of ten
 */
public record Decimal(long unscaled, int exponent) {

    private static final int DIGITS = 18;
    private static final long[] POWERS = powers();

    /**
     * The number in a unit that is {@code 10^power} times finer, rounded half away from zero; empty
     * when it does not fit a long. {@code "143.25"} watts scaled by 3 are 143,250 milliwatts.
     */
    public OptionalLong scaled(int power) {
        int shift = exponent + power;
        if (unscaled == 0 || shift < -DIGITS) {
            return OptionalLong.of(0);
        }
        return shift < 0 ? OptionalLong.of(divided(POWERS[-shift])) : multiplied(shift);
    }

    private OptionalLong multiplied(int shift) {
        if (shift > DIGITS) {
            return OptionalLong.empty();
        }
        long high = Math.multiplyHigh(unscaled, POWERS[shift]);
        long low = unscaled * POWERS[shift];
        return high == low >> 63 ? OptionalLong.of(low) : OptionalLong.empty();
    }

    private long divided(long divisor) {
        long quotient = unscaled / divisor;
        long rest = Math.abs(unscaled % divisor);
        return rest >= divisor - rest ? quotient + Long.signum(unscaled) : quotient;
    }

    /** Reads a whole text; empty when it is not a finite decimal number. */
    public static Optional<Decimal> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Reads {@code text[from, to)}; empty when it is not a finite decimal number. */
    static Optional<Decimal> parse(byte[] text, int from, int to) {
        return new DecimalScan(text, from, to).number();
    }

    private static long[] powers() {
        long[] powers = new long[DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i <= DIGITS; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
