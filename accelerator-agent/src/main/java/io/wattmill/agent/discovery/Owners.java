// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose engines are taken: what one is sent are customers' prompts, and whoever has an account on
 * this host may bind a port or give a process any name.
 *
 * @param anybody takes every user's
 * @param trusted the users whose are taken, by number
 * @param listeners who listens at each port of this host, by the sockets' users
 */
public record Owners(boolean anybody, Set<Long> trusted, Map<Integer, Set<Long>> listeners) {

    /** Copies both. */
    public Owners {
        trusted = Set.copyOf(trusted);
        listeners = Map.copyOf(listeners);
    }

    /** Why this process is not believed; empty when it is. */
    Optional<String> against(HostProcess process) {
        OptionalLong user = process.user();
        if (user.isEmpty()) {
            return refusal("nobody can tell whose process it is");
        }
        return trusted.contains(user.getAsLong())
                ? Optional.empty()
                : refusal("it runs as " + named(user.getAsLong()));
    }

    /** Why what listens at this port is not asked for more than its kind; empty when it is. */
    public Optional<String> against(int port) {
        Set<Long> users = new TreeSet<>(listeners.getOrDefault(port, Set.of()));
        if (users.isEmpty()) {
            return refusal("the kernel's list of sockets does not tell whose port it is");
        }
        users.removeAll(trusted);
        return users.isEmpty()
                ? Optional.empty()
                : refusal("its port belongs to " + named(users.iterator().next()));
    }

    /** Whether somebody else has this port for certain. */
    public boolean isStrangers(int port) {
        return !anybody && !trusted.containsAll(listeners.getOrDefault(port, Set.of()));
    }

    private Optional<String> refusal(String why) {
        return anybody ? Optional.empty() : Optional.of(why);
    }

    private static String named(long user) {
        return "user " + user + ", whom agent.discovery.users does not name";
    }
}
