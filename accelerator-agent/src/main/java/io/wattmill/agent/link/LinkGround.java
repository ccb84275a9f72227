// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.random.RandomGenerator;

/**
 * What both links stand on.
 *
 * @param context the context that everything runs on
 * @param clock wall-clock time, for what is reported
 * @param ticker monotonic time, for limits
 * @param registry where their metrics go
 * @param random draws the waits
 * @param config their bounds
 * @param node name of this node, the label of their metrics
 */
public record LinkGround(
        Context context,
        Clock clock,
        Ticker ticker,
        MeterRegistry registry,
        RandomGenerator random,
        LinkConfig config,
        String node) {

    /** With the clocks and the metrics of a process. */
    public static LinkGround of(
            ServiceContext services,
            Context context,
            RandomGenerator random,
            LinkConfig config,
            String node) {
        return new LinkGround(
                context,
                services.clock(),
                services.ticker(),
                services.metrics(),
                random,
                config,
                node);
    }

    long setTimer(long millis, Runnable action) {
        return context.owner().setTimer(millis, _ -> action.run());
    }

    void cancelTimer(long timer) {
        context.owner().cancelTimer(timer);
    }
}
