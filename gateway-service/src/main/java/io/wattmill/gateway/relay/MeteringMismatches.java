// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.meter.Dispute;
import io.wattmill.gateway.meter.Tokens;

/** Counts completed requests whose tokens are counted in two ways, or by nobody. */
final class MeteringMismatches {

    private final Counter prompt;
    private final Counter completion;
    private final Counter estimated;

    MeteringMismatches(MeterRegistry registry) {
        prompt = mismatch(registry, "prompt");
        completion = mismatch(registry, "completion");
        estimated = registry.counter("wattmill_metering_estimated");
    }

    private static Counter mismatch(MeterRegistry registry, String dimension) {
        return registry.counter(
                "wattmill_metering_mismatch", "between", "engine-gateway", "dimension", dimension);
    }

    /** A request was completed. */
    void completed(Tokens tokens) {
        if (tokens.dispute().isPresent()) {
            count(tokens.dispute().get());
        } else if (tokens.source() == UsageSource.USAGE_SOURCE_ESTIMATED) {
            estimated.increment();
        }
    }

    private void count(Dispute dispute) {
        if (dispute.isAboutPrompt()) {
            prompt.increment();
        }
        if (dispute.isAboutCompletion()) {
            completion.increment();
        }
    }
}
