// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.apportion;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Integer division of an amount by weights, without remainder. */
public final class Apportionment {

    private Apportionment() {}

    /**
     * Splits by the largest-remainder method (Hamilton): each part is its exact quota rounded down,
     * and what is left goes, one each, to the parts with the largest fractions; ties go to the
     * earlier part. The parts sum to {@code total} exactly.
     *
     * @param total 0 or more
     * @param weights 0 or more each, with a sum above 0
     */
    public static long[] split(long total, BigInteger[] weights) {
        BigInteger sum =
                IntStream.range(0, weights.length)
                        .mapToObj(i -> weights[i])
                        .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger amount = BigInteger.valueOf(total);
        long[] parts = new long[weights.length];
        BigInteger[] remainders = new BigInteger[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] quota = amount.multiply(weights[i]).divideAndRemainder(sum);
            parts[i] = quota[0].longValueExact();
            remainders[i] = quota[1];
            left -= parts[i];
        }
        byLargest(remainders).limit(left).forEach(i -> parts[i]++);
        return parts;
    }

    /**
     * Splits likewise, and evenly where no part has weight.
     *
     * @param weights 0 or more each, at least one
     */
    public static long[] splitOrEven(long total, long[] weights) {
        boolean even = Arrays.stream(weights).allMatch(weight -> weight == 0);
        return split(
                total,
                Arrays.stream(weights)
                        .mapToObj(weight -> even ? BigInteger.ONE : BigInteger.valueOf(weight))
                        .toArray(BigInteger[]::new));
    }

    private static IntStream byLargest(BigInteger[] remainders) {
        return IntStream.range(0, remainders.length)
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(i -> remainders[i]).reversed())
                .mapToInt(Integer::intValue);
    }
}
