// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.bench;

import io.wattmill.router.placement.PlacementMode;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a caller waits for of a decision, and all that a request costs the router, in one run: the
 * second includes the first, so that both are of the same decisions.
 */
public final class DecisionTimes {
    private static final int IN_FLIGHT = 2_000;
    private static final int PROGRESSED = 4;
    private static final int DECISIONS = 20_000;

    private final BusyRouter router;
    private final boolean amidNews;
    private final long[] told = new long[DECISIONS];
    private final long[] whole = new long[DECISIONS];

    private DecisionTimes(PlacementMode mode, int nodes, int blocks, boolean amidNews) {
        this.router = BusyRouter.of(nodes, blocks, mode, BusyRouter.Reuse.SOME);
        this.amidNews = amidNews;
        for (int i = 0; i < IN_FLIGHT; i++) {
            router.place();
        }
    }

    /** Modes, as many nodes, so many blocks to a prompt, so many rounds of 20,000. */
    public static void main(String[] args) {
        int nodes = Integer.parseInt(args[1]);
        int blocks = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        System.out.println("us: what a caller waits for, and with what is done for it besides");
        for (String mode : args[0].split(",")) {
            for (boolean news : new boolean[] {false, true}) {
                var times = new DecisionTimes(PlacementMode.valueOf(mode), nodes, blocks, news);
                for (int round = 1; round <= rounds; round++) {
                    times.round();
                    System.out.printf(
                            Locale.ROOT,
                            "%-10s %-9s round %d  p50 %5.1f %5.1f  p99 %5.1f %5.1f  mean %5.1f"
                                    + " %5.1f%n",
                            mode,
                            news ? "amid news" : "",
                            round,
                            micros(times.told, 0.5),
                            micros(times.whole, 0.5),
                            micros(times.told, 0.99),
                            micros(times.whole, 0.99),
                            Arrays.stream(times.told).average().orElseThrow() / 1e3,
                            Arrays.stream(times.whole).average().orElseThrow() / 1e3);
                }
            }
        }
    }

    private void round() {
        for (int i = 0; i < DECISIONS; i++) {
            long began = System.nanoTime();
            if (amidNews) {
                router.news(IN_FLIGHT, PROGRESSED);
            }
            router.end();
            long asked = System.nanoTime();
            router.place();
            long answered = System.nanoTime();
            router.settle();
            told[i] = answered - asked;
            whole[i] = System.nanoTime() - began;
        }
        Arrays.sort(told);
        Arrays.sort(whole);
    }

    private static double micros(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / 1e3;
    }
}
