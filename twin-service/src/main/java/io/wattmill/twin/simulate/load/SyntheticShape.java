// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.workload.AgenticLoad;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

/** Makes up what a plan describes by means and variations. */
final class SyntheticShape {
    private static final int LONGEST = 1_000_000;

    /** What a tool returns, beside prompt and answer of the turn before; assumed. */
    private static final LengthShape TOOL_RESULT = new LengthShape(250, 1, 8, 8_000);

    private static final double TURNS_VARIATION = 0.5;
    private static final double TOOL_VARIATION = 1;
    private static final int MOST_TURNS = 1_000;
    private static final int LONGEST_TOOL_MS = 3_600_000;
    private static final int MS_PER_SECOND = 1_000;

    private SyntheticShape() {}

    static Trace trace(Workload.Synthetic load, long seed, int count) {
        return load.sessions().isPresent()
                ? sessions(load, load.sessions().get()).trace(seed, count)
                : new SyntheticLoad(
                                load.requestsPerSecond(),
                                new Arrivals.Poisson(),
                                0,
                                lengths(load.input()),
                                lengths(load.output()))
                        .trace(seed, count);
    }

    private static AgenticLoad sessions(Workload.Synthetic load, Workload.Sessions sessions) {
        double turns = Math.max(1, sessions.turns());
        return new AgenticLoad(
                load.requestsPerSecond() / turns,
                new Arrivals.Poisson(),
                logNormal(turns, TURNS_VARIATION, MOST_TURNS),
                lengths(load.input()),
                TOOL_RESULT,
                lengths(load.output()),
                logNormal(
                        Math.max(1, sessions.toolWaitSeconds().value() * MS_PER_SECOND),
                        TOOL_VARIATION,
                        LONGEST_TOOL_MS),
                LONGEST,
                (int) Math.clamp(sessions.sharedPrefixTokens().value(), 0, LONGEST));
    }

    private static LengthShape lengths(Workload.Lengths lengths) {
        return logNormal(lengths.meanTokens(), lengths.variation().value(), LONGEST);
    }

    /**
     * Of a log-normal with mean m and variation c, sigma^2 = ln(1 + c^2), median = m / e^(s^2/2).
     */
    private static LengthShape logNormal(double mean, double variation, int longest) {
        double square = StrictMath.log(1 + variation * variation);
        double median = Math.max(1, mean / StrictMath.exp(square / 2));
        return new LengthShape(median, StrictMath.sqrt(square), 1, longest);
    }
}
