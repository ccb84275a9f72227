// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;

import java.util.Optional;

/**
 * How the rows of a device's memory stand: a state, which no XID may tell of (NVML's fields 144 and
 * 145, NVML_FI_DEV_REMAPPED_PENDING and NVML_FI_DEV_REMAPPED_FAILURE).
 */
public enum MemoryRows {
    /** None waits, and none failed. */
    WHOLE,
    /** A row is replaced at the next reset. */
    PENDING,
    /** A row could not be replaced: only another device helps. */
    FAILED;

    private static final long YES = 1;

    /** What a reading says of them; empty where it does not say both. */
    public static Optional<MemoryRows> of(DeviceReading reading) {
        if (reading.orZero(Quantity.ROW_REMAP_FAILED) == YES) {
            return Optional.of(FAILED);
        }
        if (reading.orZero(Quantity.ROW_REMAP_PENDING) == YES) {
            return Optional.of(PENDING);
        }
        boolean told =
                reading.value(Quantity.ROW_REMAP_FAILED).isPresent()
                        && reading.value(Quantity.ROW_REMAP_PENDING).isPresent();
        return told ? Optional.of(WHOLE) : Optional.empty();
    }

    /** What this state asks for. */
    Response response() {
        return switch (this) {
            case WHOLE -> Response.IGNORE;
            case PENDING -> Response.WATCH;
            case FAILED -> Response.DRAIN;
        };
    }
}
