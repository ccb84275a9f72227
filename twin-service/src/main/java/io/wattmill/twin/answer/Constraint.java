// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

/** What keeps a plan from serving more. */
public enum Constraint {
    /** Arithmetic of the GPUs. */
    COMPUTE("compute"),
    /** Reading weights and KV cache. */
    MEMORY_BANDWIDTH("memory bandwidth"),
    /** Room for KV cache. */
    KV("KV cache"),
    /** Requests that an engine takes at once. */
    BATCH_SLOTS("batch slots"),
    /** Between GPUs or nodes. */
    NETWORK("network"),
    /** Reading weights or KV cache from disks. */
    STORAGE("storage"),
    /** Agents that wait for their tools and hold their room. */
    TOOL_WAIT("tool wait"),
    /** A cap on power, of a device or of the site. */
    POWER("power"),
    /** Heat that cannot leave. */
    COOLING("cooling"),
    /** There is room for more. */
    NOTHING("nothing"),
    /** An objective is missed, and nothing that was loosened alone helps. */
    NO_SINGLE_CHANGE("no single thing"),
    /** It was not looked for. */
    UNKNOWN("what was not found out");

    private final String words;

    Constraint(String words) {
        this.words = words;
    }

    /** In words, for a sentence. */
    public String words() {
        return words;
    }
}
