// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import java.util.List;

/**
 * What binds a deployment, and all that was tried.
 *
 * @param kind what binds; {@link Kind#NOTHING} when every objective is met
 * @param statement in a person's words, with figures
 * @param fix what relieves it
 * @param tried by what it gains, most first
 * @param untried what could bind as well and was not looked at, each with the reason
 */
public record Bottleneck(
        Kind kind, String statement, String fix, List<Sensitivity> tried, List<String> untried) {
    /** What can bind. */
    public enum Kind {
        COMPUTE,
        MEMORY_BANDWIDTH,
        KV_CACHE,
        BATCH_SLOTS,
        NETWORK,
        STORAGE,
        TOOL_WAIT,
        POWER,
        COOLING,
        /** The objective is met. */
        NOTHING,
        /** The objective is missed, and nothing that was loosened alone helps. */
        NO_SINGLE_CHANGE,
        /** It was not looked for, or the run was stopped before it was found. */
        UNKNOWN
    }

    /** Copies its lists. */
    public Bottleneck {
        tried = List.copyOf(tried);
        untried = List.copyOf(untried);
    }

    /** Where everything was looked at. */
    public Bottleneck(Kind kind, String statement, String fix, List<Sensitivity> tried) {
        this(kind, statement, fix, tried, List.of());
    }
}
