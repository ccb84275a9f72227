// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wattmill.gateway.telemetry.GenAi;

/**
 * Tokens by what they are, of one modality. Input includes what came from or went to the cache,
 * output includes reasoning.
 */
record UsageCounters(
        Counter input, Counter output, Counter cacheRead, Counter cacheWrite, Counter reasoning) {

    static final String TEXT = "text";
    static final String UNKNOWN = "unknown";

    static UsageCounters of(MeterRegistry registry, Tags whose, String modality) {
        Tags tags = whose.and(GenAi.TOKEN_MODALITY, modality);
        return new UsageCounters(
                registry.counter(GenAi.USAGE + "input_tokens", tags),
                registry.counter(GenAi.USAGE + "output_tokens", tags),
                registry.counter(GenAi.USAGE + "cache_read.input_tokens", tags),
                registry.counter(GenAi.USAGE + "cache_write.input_tokens", tags),
                registry.counter(GenAi.USAGE + "reasoning.output_tokens", tags));
    }

    void input(long all, long read, long written) {
        input.increment(all);
        cacheRead.increment(read);
        cacheWrite.increment(written);
    }

    void output(long all, long thought) {
        output.increment(all);
        reasoning.increment(thought);
    }
}
