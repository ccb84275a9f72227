// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

/** What was ended, so that a key opens nothing any more. */
public enum EndedBy {
    KEY("The API key was revoked."),
    AGENT("The API key's agent was ended."),
    PROJECT("The API key's project was ended."),
    ORGANIZATION("The API key's organization was ended.");

    private final String message;

    EndedBy(String message) {
        this.message = message;
    }

    /** For whoever comes with the key. */
    public String message() {
        return message;
    }
}
