// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.budget;

/** Whom a budget or limit is for. */
public record Whose(Kind kind, String id) {

    /** Kinds of owners. */
    public enum Kind {
        ORGANIZATION,
        PROJECT,
        KEY,
        AGENT
    }
}
