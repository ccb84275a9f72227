// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Reason;
import io.wattmill.router.placement.Placement.Unplaced;

/**
 * A router that has just begun knows only the nodes whose agents have come back so far. Until they
 * had time to, a model that it does not know is one that nobody can take now, and not one that does
 * not exist: callers try the first again and give the second up.
 *
 * @param untilNanos monotonic time by which agents have come back
 * @param retryAfterMs what a caller is told to wait
 */
public record Gathering(long untilNanos, long retryAfterMs) {

    Placement seen(Placement placement, long nowNanos) {
        return switch (placement) {
            case Placed placed -> placed;
            case Unplaced unplaced ->
                    unplaced.reason() == Reason.UNKNOWN_MODEL && nowNanos - untilNanos < 0
                            ? notYet(unplaced)
                            : unplaced;
        };
    }

    private Unplaced notYet(Unplaced unplaced) {
        return new Unplaced(
                Reason.NO_NODE,
                "the router has just started and waits for its nodes",
                retryAfterMs,
                unplaced.decision());
    }
}
