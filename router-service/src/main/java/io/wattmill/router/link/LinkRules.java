// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * How agents may connect.
 *
 * @param joinSecret what they must present; empty = nothing
 * @param reportIntervalMs report period asked of them
 * @param queue commands that may wait for one of them
 * @param eventsPerMinute events of one of them that are passed on
 * @param hello how much they may say
 * @param hosted names that are not theirs: nodes of the router's own configuration
 */
public record LinkRules(
        Optional<String> joinSecret,
        long reportIntervalMs,
        int queue,
        int eventsPerMinute,
        HelloLimits hello,
        Set<String> hosted) {

    /** Whether this secret is right; takes as long for a wrong one as for the right one. */
    boolean admits(String presented) {
        return joinSecret
                .map(
                        secret ->
                                MessageDigest.isEqual(
                                        secret.getBytes(StandardCharsets.UTF_8),
                                        presented.getBytes(StandardCharsets.UTF_8)))
                .orElse(true);
    }

    @Override
    public String toString() {
        return "LinkRules[reportIntervalMs=" + reportIntervalMs + ", queue=" + queue + "]";
    }
}
