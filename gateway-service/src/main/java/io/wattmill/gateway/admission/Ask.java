// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.identity.KeyRecord;

import java.util.List;
import java.util.OptionalLong;

/**
 * What admission needs to know of a request, whatever API it came by.
 *
 * @param key who asks
 * @param agent the agent that the caller names; may be empty
 * @param tier the tier asked for; empty for the default one
 * @param model the model asked for
 * @param promptBytes bytes that an engine turns into prompt tokens
 * @param maxOutputTokens bound that the caller set on the output of one choice
 * @param choices answers wanted to one input, 1 or more; 0 of an API that makes no output
 * @param inputs prompts in the request, 1 or more
 * @param fallbacks models that may answer instead; what is set aside covers the dearest
 */
public record Ask(
        KeyRecord key,
        String agent,
        String tier,
        String model,
        long promptBytes,
        OptionalLong maxOutputTokens,
        int choices,
        int inputs,
        List<String> fallbacks) {

    /** Answers in all: each may be as long as the caller's bound. */
    public long sequences() {
        return (long) choices * inputs;
    }
}
