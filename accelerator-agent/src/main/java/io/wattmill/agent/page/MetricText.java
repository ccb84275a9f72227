// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import java.math.BigDecimal;

/**
 * A page in <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text
 * format</a> 0.0.4, as it grows.
 */
final class MetricText {

    private static final int USUAL_CHARS = 8_192;

    private final StringBuilder text = new StringBuilder(USUAL_CHARS);
    private String family = "";
    private String head = "";

    /** Begins a family; its head is written before its first sample, so that none is empty. */
    MetricText family(String name, String type, String help) {
        family = name;
        head = "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
        return this;
    }

    /**
     * A sample of the family.
     *
     * @param labels as {@link #label} and commas make them; may be empty
     */
    MetricText sample(String labels, BigDecimal value) {
        text.append(head).append(family);
        head = "";
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value.toPlainString()).append('\n');
        return this;
    }

    /** One label with its value, escaped. */
    static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
