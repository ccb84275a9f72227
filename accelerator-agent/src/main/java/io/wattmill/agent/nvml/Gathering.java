// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one look has found so far: values, why others are absent, and whether the device is gone.
 */
final class Gathering {

    private final EnumMap<Quantity, Long> values = new EnumMap<>(Quantity.class);
    private final Map<Quantity, FailureReason> absent = new EnumMap<>(Quantity.class);
    private Optional<SourceFailure> end = Optional.empty();

    /** The first value of a quantity counts. */
    void found(Quantity quantity, long value) {
        values.putIfAbsent(quantity, value);
        if (!absent.isEmpty()) {
            absent.remove(quantity);
        }
    }

    /** An answer without a value; {@code asked} is who gave it. */
    void refused(Quantity quantity, NvmlReturn answer, String asked) {
        if (answer.endsDevice()) {
            ended(answer, asked);
        } else {
            missing(quantity, answer.reason());
        }
    }

    /** The first reason counts: that of the preferred way. */
    void missing(Quantity quantity, FailureReason why) {
        if (!values.containsKey(quantity)) {
            absent.putIfAbsent(quantity, why);
        }
    }

    void ended(NvmlReturn answer, String asked) {
        if (end.isEmpty()) {
            end = Optional.of(answer.failure(asked));
        }
    }

    boolean has(Quantity quantity) {
        return values.containsKey(quantity);
    }

    OptionalLong value(Quantity quantity) {
        Long value = values.get(quantity);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    EnumMap<Quantity, Long> values() {
        return values;
    }

    Map<Quantity, FailureReason> absent() {
        return absent;
    }

    /** Why no more can be found, empty while more can. */
    Optional<SourceFailure> end() {
        return end;
    }
}
