// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.servegen;

import io.wattmill.twin.trace.Chance;

import java.util.Arrays;
import java.util.SortedMap;

/** How often each length occurs. Immutable. */
public final class TokenHistogram {
    private final int[] tokens;
    private final double[] upTo;

    /**
     * @param shares weight of each length, above 0 in sum; lengths below 1 count as 1
     */
    public TokenHistogram(SortedMap<Integer, Double> shares) {
        tokens = shares.keySet().stream().mapToInt(length -> Math.max(1, length)).toArray();
        upTo = shares.values().stream().mapToDouble(Double::doubleValue).toArray();
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
        if (upTo.length == 0 || !(upTo[upTo.length - 1] > 0)) {
            throw new IllegalArgumentException("a histogram has a length that occurs");
        }
    }

    int draw(Chance chance) {
        double share = chance.unit() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, share);
        return tokens[Math.min(tokens.length - 1, found < 0 ? ~found : found)];
    }
}
