// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.runs.RunAsked;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Reads the question of a run from JSON.
 *
 * @param maxRequests that one may ask for
 * @param nowUs epoch microseconds
 */
record RunQuestion(int maxRequests, LongSupplier nowUs) {
    /** Minutes of a large site's load, so that its fleet is as full as it would be. */
    private static final int USUAL_REQUESTS = 20_000;

    private static final double MAX_SPEED = 1e6;

    private static final int MAX_SEEDS = 20;
    private static final int MAX_TRACE_CHARS = 500;

    /** Ids of a plan, as its reader takes them. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /**
     * What is asked.
     *
     * @throws IllegalArgumentException with the key that is wrong and what it may be
     */
    RunAsked asked(RoutingContext context, JsonObject json) {
        int requests = number(json, "requests", Math.min(USUAL_REQUESTS, maxRequests)).intValue();
        double speed = number(json, "speed", 1.0).doubleValue();
        if (requests < 1 || requests > maxRequests) {
            throw new IllegalArgumentException("requests: 1 to " + maxRequests);
        }
        if (!(speed > 0 && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException("speed: above 0, at most 1000000");
        }
        int seeds = number(json, "seeds", 1).intValue();
        if (seeds < 1 || seeds > MAX_SEEDS) {
            throw new IllegalArgumentException("seeds: 1 to " + MAX_SEEDS);
        }
        var trace = String.valueOf(json.getValue("trace", RunAsked.PLANNED));
        if (trace.length() > MAX_TRACE_CHARS) {
            throw new IllegalArgumentException("trace: at most " + MAX_TRACE_CHARS + " characters");
        }
        return new RunAsked(
                TraceRoutes.owned(context, trace),
                number(json, "seed", 1L).longValue(),
                seeds,
                requests,
                speed,
                model(json),
                Boolean.TRUE.equals(json.getValue("brief")),
                nowUs.getAsLong());
    }

    /** A number of the question; a null or a text is none, and a whole one has no fraction. */
    private static Number number(JsonObject json, String key, Number usual) {
        if (!json.containsKey(key)) {
            return usual;
        }
        boolean whole = !(usual instanceof Double);
        return switch (json.getValue(key)) {
            case Integer number -> number;
            case Long number when usual instanceof Long -> number;
            case Number number when !whole -> number;
            case null, default ->
                    throw new IllegalArgumentException(
                            key + ": " + (whole ? "a whole number" : "a number"));
        };
    }

    private static Optional<String> model(JsonObject json) {
        if (!json.containsKey("model")) {
            return Optional.empty();
        }
        if (json.getValue("model") instanceof String name && NAME.matcher(name).matches()) {
            return Optional.of(name);
        }
        throw new IllegalArgumentException("model: the id of a model of the plan");
    }
}
