// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/**
 * Tokens as an engine counts them.
 *
 * @param prompt prompt tokens, cached ones included
 * @param cached prompt tokens that came from the prefix cache
 * @param completion output tokens, reasoning included
 * @param reasoning output tokens spent on reasoning
 */
public record Usage(long prompt, long cached, long completion, long reasoning) {

    /** No request of one billion tokens is real. */
    private static final long MOST = 1_000_000_000L;

    /** False for figures that contradict each other or all sense; such a report is not used. */
    public boolean isConsistent() {
        return prompt >= 0
                && prompt <= MOST
                && cached >= 0
                && completion >= 0
                && completion <= MOST
                && reasoning >= 0
                && cached <= prompt
                && reasoning <= completion;
    }
}
