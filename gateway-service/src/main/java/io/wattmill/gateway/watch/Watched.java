// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.watch;

/** Something that may take too long. */
@FunctionalInterface
public interface Watched {

    /** Called at intervals with monotonic time; acts when its deadline has passed. */
    void check(long nowNanos);
}
