// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import io.wattmill.router.fleet.FleetRules;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.PlacementMode;

import java.time.Duration;

/**
 * How the router and its surroundings are set up.
 *
 * @param mode how an engine is chosen
 * @param tiePpm predictions this close are equal
 * @param expectedOutputTokens expected of a request at most, since its length is not told
 * @param seed of the chance between equals
 * @param maxInFlight requests tracked at once
 * @param reportPeriod of agents
 * @param progressPeriod of gateways, per request
 * @param answers what the router is told of the length of an answer
 */
public record RouterSettings(
        PlacementMode mode,
        int tiePpm,
        int expectedOutputTokens,
        long seed,
        int maxInFlight,
        Duration reportPeriod,
        Duration progressPeriod,
        Answers answers) {

    /** What the router knows of the length of an answer before it ends. */
    public enum Answers {
        /** That it is not longer than it will be, as if each client bounded it exactly. */
        BOUNDED,
        /** Nothing: clients set no bound, and it expects what answers were before. */
        LEARNED
    }

    /** Settings of a router that is told each answer's bound. */
    public RouterSettings(
            PlacementMode mode,
            int tiePpm,
            int expectedOutputTokens,
            long seed,
            int maxInFlight,
            Duration reportPeriod,
            Duration progressPeriod) {
        this(
                mode,
                tiePpm,
                expectedOutputTokens,
                seed,
                maxInFlight,
                reportPeriod,
                progressPeriod,
                Answers.BOUNDED);
    }

    /** The same, told this much of answers. */
    public RouterSettings knowing(Answers told) {
        return new RouterSettings(
                mode,
                tiePpm,
                expectedOutputTokens,
                seed,
                maxInFlight,
                reportPeriod,
                progressPeriod,
                told);
    }

    private static final Duration SILENCE = Duration.ofMillis(1_500);
    private static final Duration COOLDOWN = Duration.ofSeconds(2);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration IN_FLIGHT_TIMEOUT = Duration.ofMinutes(2);

    /** What the router's and the gateway's configuration have as defaults. */
    public static final RouterSettings DEFAULTS =
            new RouterSettings(
                    PlacementMode.LEAST_TTFT,
                    20_000,
                    256,
                    1,
                    100_000,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1));

    /** The same, choosing by {@code other}. */
    public RouterSettings choosing(PlacementMode other) {
        return new RouterSettings(
                other,
                tiePpm,
                expectedOutputTokens,
                seed,
                maxInFlight,
                reportPeriod,
                progressPeriod,
                answers);
    }

    /** The same with other chance. */
    public RouterSettings seeded(long other) {
        return new RouterSettings(
                mode,
                tiePpm,
                expectedOutputTokens,
                other,
                maxInFlight,
                reportPeriod,
                progressPeriod,
                answers);
    }

    FleetRules fleetRules(int nodes) {
        return new FleetRules(
                SILENCE.toNanos(),
                COOLDOWN.toNanos(),
                reportPeriod.toNanos(),
                FORGET.toNanos(),
                nodes);
    }

    /** No candidates are recorded: nobody asks the simulation why. */
    DispatchRules dispatchRules() {
        return new DispatchRules(
                0, maxInFlight, IN_FLIGHT_TIMEOUT.toNanos(), RETRY_AFTER.toMillis(), seed);
    }
}
