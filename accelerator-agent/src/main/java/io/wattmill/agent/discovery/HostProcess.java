// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A process of this host.
 *
 * @param pid its number
 * @param parent its parent's number
 * @param user whose it is: its real user's number, empty when that cannot be read
 * @param words its command line
 * @param environment those of its variables that say where an engine is and what it may use; empty
 *     when this agent may not see them
 */
public record HostProcess(
        long pid,
        long parent,
        OptionalLong user,
        List<String> words,
        Map<String, String> environment) {

    /** Copies both. */
    public HostProcess {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }
}
