// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import io.wattmill.agent.source.SourceFailure;

import java.util.List;

/** What one look at the host's meters gave. */
public sealed interface HostScan {

    /**
     * The meters.
     *
     * @param meters one reading per meter
     */
    record Seen(List<HostReading> meters) implements HostScan {

        /** Copies the list. */
        public Seen {
            meters = List.copyOf(meters);
        }
    }

    /** Nothing, and why. */
    record Unseen(SourceFailure failure) implements HostScan {}
}
