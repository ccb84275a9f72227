// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

/** Whether this node takes new work. */
public sealed interface Standing {

    /** It does. */
    record Working() implements Standing {}

    /**
     * It finishes what it has.
     *
     * @param reason for a person
     */
    record Draining(String reason) implements Standing {}
}
