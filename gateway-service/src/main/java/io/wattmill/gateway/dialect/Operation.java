// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

/** What an engine is asked to do, by OpenTelemetry's well-known names. */
public enum Operation {
    CHAT("chat"),
    TEXT_COMPLETION("text_completion"),
    EMBEDDINGS("embeddings");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    /** The value of {@code gen_ai.operation.name}. */
    public String text() {
        return text;
    }
}
