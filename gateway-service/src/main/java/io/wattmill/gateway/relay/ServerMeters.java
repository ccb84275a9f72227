// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.telemetry.Buckets;
import io.wattmill.gateway.telemetry.GenAi;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What OpenTelemetry asks of a server, of one operation of one model: the gateway as its callers
 * see it, all attempts of a request together.
 */
final class ServerMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer firstToken;
    private final Timer perToken;
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();

    ServerMeters(MeterRegistry registry, Operation operation, String model) {
        this.registry = registry;
        this.tags =
                Tags.of(
                        GenAi.OPERATION,
                        operation.text(),
                        GenAi.PROVIDER,
                        GenAi.WATTMILL,
                        GenAi.REQUEST_MODEL,
                        model);
        this.firstToken = timer(GenAi.SERVER_FIRST_TOKEN, tags, Buckets.firstToken());
        this.perToken = timer(GenAi.SERVER_PER_TOKEN, tags, Buckets.perToken());
    }

    private Timer timer(String name, Tags labels, Duration[] buckets) {
        return Timer.builder(name).tags(labels).serviceLevelObjectives(buckets).register(registry);
    }

    private Timer duration(String errorType) {
        return timer(
                GenAi.SERVER_DURATION, tags.and(GenAi.ERROR_TYPE, errorType), Buckets.durations());
    }

    /** A request ended with {@code errorType}, or well. */
    void ended(String errorType, long nanos) {
        durations.computeIfAbsent(errorType, this::duration).record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * A stream ended well. The time per output token is that after the first one, spread over the
     * others.
     */
    void streamed(long nanos, long firstTokenNanos, long outputTokens) {
        firstToken.record(firstTokenNanos, TimeUnit.NANOSECONDS);
        if (outputTokens > 1) {
            long each = (nanos - firstTokenNanos) / (outputTokens - 1);
            perToken.record(each, TimeUnit.NANOSECONDS);
        }
    }
}
