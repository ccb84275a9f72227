// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.telemetry.Buckets;
import io.wattmill.gateway.telemetry.GenAi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What OpenTelemetry asks of a client, of one operation of one model at one kind of engine: the
 * gateway's calls of engines, each attempt for itself, for another attempt asks another server.
 */
final class EngineMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final Timer firstChunk;
    private final GapHistograms.Series gaps;
    private final DistributionSummary[] input;
    private final DistributionSummary[] output;
    private final Map<String, UsageCounters> usage = new ConcurrentHashMap<>();

    /**
     * Whose calls these are.
     *
     * @param operation what engines are asked to do
     * @param kind the kind of engine
     * @param requested the model that the caller asked for
     * @param answering the model as the engine calls it
     */
    record Whose(Operation operation, String kind, String requested, String answering) {

        String[] labels() {
            return new String[] {
                GenAi.OPERATION, operation.text(),
                GenAi.PROVIDER, kind,
                GenAi.REQUEST_MODEL, requested,
                GenAi.RESPONSE_MODEL, answering
            };
        }
    }

    EngineMeters(MeterRegistry registry, GapHistograms histograms, Whose whose) {
        this.registry = registry;
        this.tags = Tags.of(whose.labels());
        this.firstChunk =
                Timer.builder(GenAi.CLIENT_FIRST_CHUNK)
                        .tags(tags)
                        .serviceLevelObjectives(Buckets.durations())
                        .register(registry);
        String[] labels = whose.labels();
        for (int i = 0; i < labels.length; i += 2) {
            labels[i] = labels[i].replace('.', '_');
        }
        this.gaps = histograms.series(labels);
        this.input = tokens("input");
        this.output = tokens("output");
    }

    /** The same figure under its old name and its new one. */
    private DistributionSummary[] tokens(String type) {
        return new DistributionSummary[] {
            summary(GenAi.CLIENT_TOKENS, tags.and(GenAi.TOKEN_TYPE, type)),
            summary(GenAi.PER_OPERATION + type + "_tokens", tags)
        };
    }

    private DistributionSummary summary(String name, Tags labels) {
        return DistributionSummary.builder(name)
                .tags(labels)
                .serviceLevelObjectives(Buckets.tokens())
                .register(registry);
    }

    /** A call ended with {@code errorType}, or well. */
    void ended(String errorType, long nanos) {
        durations.computeIfAbsent(errorType, this::duration).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer duration(String errorType) {
        return Timer.builder(GenAi.CLIENT_DURATION)
                .tags(tags.and(GenAi.ERROR_TYPE, errorType))
                .serviceLevelObjectives(Buckets.durations())
                .register(registry);
    }

    /** The first chunk with output came. */
    void firstChunk(long nanos) {
        firstChunk.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The times between the others. */
    void chunks(ChunkGaps between) {
        gaps.add(between);
    }

    /**
     * What a call is billed for; of a prompt with images or sounds the kinds are not told apart.
     */
    void billed(TokenVector vector, boolean textOnly) {
        long in = vector.getInputUncached() + vector.getCacheRead() + vector.getCacheWrite();
        for (DistributionSummary summary : input) {
            summary.record(in);
        }
        for (DistributionSummary summary : output) {
            summary.record(vector.getOutput());
        }
        usage(textOnly ? UsageCounters.TEXT : UsageCounters.UNKNOWN)
                .input(in, vector.getCacheRead(), vector.getCacheWrite());
        usage(UsageCounters.TEXT).output(vector.getOutput(), vector.getReasoning());
    }

    /** A call came to nothing: that is said, as no tokens of a kind nobody knows. */
    void unbilled() {
        usage(UsageCounters.UNKNOWN).input(0, 0, 0);
        usage(UsageCounters.UNKNOWN).output(0, 0);
    }

    private UsageCounters usage(String modality) {
        return usage.computeIfAbsent(modality, kind -> UsageCounters.of(registry, tags, kind));
    }
}
