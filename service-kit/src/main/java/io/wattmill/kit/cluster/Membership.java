// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import io.wattmill.kit.health.HealthStatus;

import java.util.Optional;

/** A process's place among the others. */
interface Membership {

    /**
     * Of a process alone. It knows nothing of what makes a cluster, so that it needs none of it.
     */
    Membership NONE =
            new Membership() {
                @Override
                public int size() {
                    return 1;
                }

                @Override
                public Optional<String> address() {
                    return Optional.empty();
                }

                @Override
                public HealthStatus status() {
                    return HealthStatus.up("alone");
                }
            };

    /** How many are members now, this process included. */
    int size();

    /** {@code host:port} by which others reach it; empty for a process alone. */
    Optional<String> address();

    /** Whether it is still what it was. */
    HealthStatus status();
}
