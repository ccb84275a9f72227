// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.relay.PrefillCall.Prefill;
import io.wattmill.gateway.wire.CachedTokens;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Usage;

import java.util.Optional;
import java.util.OptionalLong;

/** What the first of two engines left to the second, and what that makes of the second's words. */
final class HandedOver {

    private final EngineJsonReader reader;
    private Optional<Prefill> prefill = Optional.empty();
    private OptionalLong cached = OptionalLong.empty();

    HandedOver(EngineJsonReader reader) {
        this.reader = reader;
    }

    /** The first one is done. */
    void by(Prefill first) {
        prefill = Optional.of(first);
    }

    boolean isDone() {
        return prefill.isPresent();
    }

    /** Where the KV cache lies, a JSON value. */
    Optional<byte[]> params() {
        return prefill.flatMap(Prefill::params);
    }

    /** Cached prompt tokens as the second one counts them: all that it was handed. */
    OptionalLong cached() {
        return cached;
    }

    /** Reads what the second one says. What it found cached is what the first one sent it. */
    Optional<EngineJson> read(Slice text) {
        Optional<EngineJson> json = reader.read(text);
        return prefill.isEmpty() ? json : json.map(told -> corrected(told, prefill.get()));
    }

    private EngineJson corrected(EngineJson json, Prefill first) {
        json.usage().ifPresent(usage -> cached = OptionalLong.of(usage.cached()));
        return CachedTokens.in(json, first.usage().map(Usage::cached).orElse(0L), reader);
    }
}
