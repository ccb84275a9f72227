// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each group of parts adds on average over all orders in which they may be exchanged: the one
 * division that leaves no rest, treats equals alike and gives nothing to what changes nothing
 * (Shapley 1953). Exact: metrics are decimals, and the rest of the rounded division goes to the
 * last.
 */
final class Shapley {
    private static final int SCALE = 18;

    private Shapley() {}

    /** A share per group; empty where a hybrid has no such metric. */
    static Optional<List<Share>> of(Hybrids<?> hybrids, List<Integer> groups, String metric) {
        int size = 1 << groups.size();
        var values = new ArrayList<BigDecimal>(size);
        for (int coalition = 0; coalition < size; coalition++) {
            var value = hybrids.metric(Groups.bits(coalition, groups), metric);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(shares(values, groups, hybrids));
    }

    private static List<Share> shares(
            List<BigDecimal> values, List<Integer> groups, Hybrids<?> hybrids) {
        var shares = new ArrayList<Share>();
        BigDecimal rest = values.getLast().subtract(values.getFirst());
        for (int i = 0; i < groups.size(); i++) {
            boolean last = i == groups.size() - 1;
            BigDecimal adds = last ? rest : average(values, i, groups.size());
            rest = rest.subtract(adds);
            shares.add(new Share(hybrids.names(groups.get(i)), plain(adds)));
        }
        return shares;
    }

    /** Sum over coalitions S without i of |S|! (n - |S| - 1)! (v(S + i) - v(S)), over n!. */
    private static BigDecimal average(List<BigDecimal> values, int i, int n) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int coalition = 0; coalition < values.size(); coalition++) {
            if ((coalition >> i & 1) == 0) {
                int before = Integer.bitCount(coalition);
                var orders = new BigDecimal(factorial(before).multiply(factorial(n - before - 1)));
                BigDecimal adds = values.get(coalition | 1 << i).subtract(values.get(coalition));
                sum = sum.add(adds.multiply(orders));
            }
        }
        return sum.divide(new BigDecimal(factorial(n)), SCALE, RoundingMode.HALF_EVEN);
    }

    private static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return product;
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
