// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.OptionalLong;

/**
 * How long a node may not be heard. Counted is the time in which it could have been: after a
 * standstill of the router every node has a whole timeout again, for nobody was listened to.
 */
final class Silence {
    private final FleetRules rules;
    private OptionalLong lookedNanos = OptionalLong.empty();
    private long listeningSinceNanos = Long.MIN_VALUE;

    Silence(FleetRules rules) {
        this.rules = rules;
    }

    /** The router looks for silence; when it did not for long, it was its own. */
    void looks(Moment now) {
        long last = lookedNanos.orElse(now.nanos());
        if (now.nanos() - last > rules.standstillNanos()) {
            listeningSinceNanos = now.nanos();
        }
        lookedNanos = OptionalLong.of(now.nanos());
    }

    /** Whether a node that is here counts as gone for it. */
    boolean isTooLong(Node node, Moment now) {
        return !node.isGone() && unheardNanos(node, now) > rules.silenceNanos();
    }

    private long unheardNanos(Node node, Moment now) {
        return listeningSinceNanos == Long.MIN_VALUE
                ? node.silentNanos(now)
                : Math.min(node.silentNanos(now), now.nanos() - listeningSinceNanos);
    }

    /** Whether a node that is gone is of no more interest. */
    boolean isForEver(Node node, Moment now) {
        return node.isGone() && node.silentNanos(now) > rules.forgetNanos();
    }
}
