// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class NonNegativeTest {

    private static final int N = 5;

    /** The conditions of Karush, Kuhn and Tucker, which the least alone meets. */
    @Property
    void isTheLeastThatIsNotNegative(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] curvature = positiveDefinite(random);
        double[] slope = random.doubles(N, -10, 10).toArray();
        double[] least = NonNegative.minimum(curvature, slope);
        for (int i = 0; i < N; i++) {
            double rise = -slope[i];
            for (int j = 0; j < N; j++) {
                rise += curvature[i][j] * least[j];
            }
            assertTrue(least[i] >= 0);
            assertTrue(rise > -1e-6, "falls towards more of " + i);
            assertTrue(least[i] == 0 || Math.abs(rise) < 1e-6, "not level along " + i);
        }
    }

    @Test
    void isNothingWhereEveryDirectionRises() {
        double[][] curvature = positiveDefinite(new SplittableRandom(1));
        double[] down = {-1, -2, -3, -4, -5};
        assertArrayEquals(new double[N], NonNegative.minimum(curvature, down));
    }

    private static double[][] positiveDefinite(SplittableRandom random) {
        double[][] rows = new double[2 * N][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(N, -1, 1).toArray();
        }
        double[][] product = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                product[i][j] = i == j ? 0.1 : 0;
                for (double[] row : rows) {
                    product[i][j] += row[i] * row[j];
                }
            }
        }
        return product;
    }
}
