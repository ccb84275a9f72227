// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import java.time.Duration;
import java.util.Arrays;

/**
 * Upper bounds of histogram buckets, as OpenTelemetry's conventions for generative AI list them
 * (semantic-conventions-genai, gen-ai-metrics.md at 066d4a7).
 */
public final class Buckets {

    private static final long[] DURATION_MS = {
        10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240, 20_480, 40_960, 81_920
    };
    private static final long[] FIRST_TOKEN_MS = {
        1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000
    };
    private static final long[] TOKEN_MS = {
        10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 2_500
    };
    private static final int TOKEN_POWERS = 14;

    private Buckets() {}

    /** Of whole operations, and of the first and of each later chunk of a call. */
    public static Duration[] durations() {
        return times(DURATION_MS);
    }

    /** Of the time to the first token of a request. */
    public static Duration[] firstToken() {
        return times(FIRST_TOKEN_MS);
    }

    /** Of the time per output token. */
    public static Duration[] perToken() {
        return times(TOKEN_MS);
    }

    /** Of tokens: powers of 4 from 1 to 67,108,864. */
    public static double[] tokens() {
        double[] bounds = new double[TOKEN_POWERS];
        for (int i = 0; i < TOKEN_POWERS; i++) {
            bounds[i] = 1L << 2 * i;
        }
        return bounds;
    }

    private static Duration[] times(long[] ms) {
        return Arrays.stream(ms).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
